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
 * A few lines at the end of a terminal that are rewritten in place. The cursor stays after the last of them, and is hidden
 * while there are any. Each drawing is one write, so that the terminal never shows a part of it.
 */
export class LiveBlock {
  readonly #stream: TextStream;
  /** The lines on the screen, cut to its size; empty without any. */
  #drawn: readonly string[] = [];
  /** Columns of the screen when they were drawn. */
  #drawnColumns = 0;

  constructor(stream: TextStream) {
    this.#stream = stream;
  }

  /** Draws the lines in place of the previous ones. Lines are cut to the width, and their number to the height, of the screen. */
  draw(lines: readonly string[]): void {
    const rows = this.#stream.rows ?? FALLBACK_ROWS;
    // The last column stays empty: terminals differ in when they wrap after it.
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

  /** Erases the block and writes a line that is kept; the next drawing puts the block below it. */
  keep(line: string): void {
    this.#stream.write(`${this.#erasure()}${line}\n`);
  }

  /** Removes the block and shows the cursor; idempotent. */
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

  /** Moves the cursor to the start of the block. On a screen that became narrower, its lines wrap and take more rows. */
  #toFirstRow(): string {
    if (this.#drawn.length === 0) return '';
    const columns = this.#columns();
    // Widths are computed only in this case, since they would be most of the cost of a drawing.
    const isNarrower = columns < this.#drawnColumns;
    const rows = isNarrower
      ? this.#drawn.reduce((sum, line) => sum + rowsOf(line, columns), 0)
      : this.#drawn.length;
    return rows > 1 ? `\r\u001B[${rows - 1}A` : '\r';
  }
}

/** Rows that a line takes when it wraps. */
function rowsOf(line: string, columns: number): number {
  return Math.max(1, Math.ceil(stringWidth(line) / columns));
}
