import headless from '@xterm/headless';
import type { TextStream } from '../../src/terminal/terminal.ts';

/** A terminal emulator: what a person would see of what is written to it. */
export class Screen implements TextStream {
  readonly isTerminal = true;
  readonly isInteractive = true;
  readonly hasColors = false;
  readonly #terminal: headless.Terminal;

  constructor(columns: number, rows: number) {
    this.#terminal = new headless.Terminal({ cols: columns, rows, allowProposedApi: true });
  }

  get columns(): number {
    return this.#terminal.cols;
  }

  get rows(): number {
    return this.#terminal.rows;
  }

  write(text: string): void {
    // What a terminal driver does: the cursor also goes back to the first column.
    this.#terminal.write(text.replaceAll('\n', '\r\n'));
  }

  resize(columns: number, rows: number): void {
    this.#terminal.resize(columns, rows);
  }

  /** The lines that are not empty at the end, those that scrolled away included. */
  async lines(): Promise<string[]> {
    await new Promise<void>((resolve) => this.#terminal.write('', resolve));
    const buffer = this.#terminal.buffer.active;
    const lines = Array.from(
      { length: buffer.length },
      (_, row) => buffer.getLine(row)?.translateToString(true) ?? '',
    );
    const last = lines.findLastIndex((line) => line !== '');
    return lines.slice(0, last + 1);
  }
}
