import cliTruncate from 'cli-truncate';
import stringWidth from 'string-width';
import type { TextStream } from './terminal.ts';

const HIDE_CURSOR = '\u001B[?25l';
const SHOW_CURSOR = '\u001B[?25h';
const ERASE_TO_LINE_END = '\u001B[K';
const ERASE_BELOW = '\u001B[J';

const FALLBACK_COLUMNS = 80;
const FALLBACK_ROWS = 24;

/**
 * A few lines at the end of a terminal that are rewritten in place. The cursor rests behind the last of them, and is
 * hidden while there are any. Each drawing is one write, so that a terminal never shows half of it.
 */
export class LiveBlock {
  readonly #stream: TextStream;
  /** As they stand on the screen, cut to it; empty when nothing does. */
  #drawn: readonly string[] = [];
  /** Columns that there were then. */
  #drawnColumns = 0;

  constructor(stream: TextStream) {
    this.#stream = stream;
  }

  /** Draws the lines over those before. A line that is too long is cut, and so are lines that the screen has no room for. */
  draw(lines: readonly string[]): void {
    const rows = this.#stream.rows ?? FALLBACK_ROWS;
    // The last column stays free: what is written there, some terminals wrap at once and some later.
    const width = Math.max(1, this.#columns() - 1);
    const cut = lines.slice(0, Math.max(1, rows - 1)).map((line) => cliTruncate(line, width));
    if (cut.length === this.#drawn.length && cut.every((line, row) => line === this.#drawn[row])) {
      return;
    }
    const body = cut.map((line) => `${line}${ERASE_TO_LINE_END}`).join('\n');
    const hide = this.#drawn.length === 0 ? HIDE_CURSOR : '';
    this.#stream.write(`${hide}${this.#toFirstRow()}${body}${ERASE_BELOW}`);
    this.#drawn = cut;
    this.#drawnColumns = this.#columns();
  }

  /** Writes a line that stays, above the block; the block is gone until it is drawn again. */
  keep(line: string): void {
    this.#stream.write(`${this.#erasure()}${line}\n`);
  }

  /** Takes the block away and gives the cursor back; idempotent. */
  clear(): void {
    const erasure = this.#erasure();
    if (erasure !== '') this.#stream.write(erasure);
  }

  #erasure(): string {
    if (this.#drawn.length === 0) return '';
    const erasure = `${this.#toFirstRow()}${ERASE_BELOW}${SHOW_CURSOR}`;
    this.#drawn = [];
    return erasure;
  }

  #columns(): number {
    return this.#stream.columns ?? FALLBACK_COLUMNS;
  }

  /** Moves to where the block begins. A screen that was made narrower since has wrapped its lines: they take more rows. */
  #toFirstRow(): string {
    if (this.#drawn.length === 0) return '';
    const columns = this.#columns();
    // Only then are widths asked for: it is most of what a drawing would cost.
    const isNarrower = columns < this.#drawnColumns;
    const rows = isNarrower
      ? this.#drawn.reduce((sum, line) => sum + rowsOf(line, columns), 0)
      : this.#drawn.length;
    return rows > 1 ? `\r\u001B[${rows - 1}A` : '\r';
  }
}

/** Rows that a line takes where it wraps. */
function rowsOf(line: string, columns: number): number {
  return Math.max(1, Math.ceil(stringWidth(line) / columns));
}
