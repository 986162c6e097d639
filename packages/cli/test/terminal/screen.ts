import headless from '@xterm/headless';
import type { TextStream } from '../../src/terminal/terminal.ts';

/** A terminal emulator: what a user would see. */
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
    // As a terminal driver does: a line feed also moves the cursor to the first column.
    this.#terminal.write(text.replaceAll('\n', '\r\n'));
  }

  resize(columns: number, rows: number): void {
    this.#terminal.resize(columns, rows);
  }

  /** All lines, including those that scrolled away, without empty ones at the end. */
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
