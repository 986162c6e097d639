import type { TextStream } from './terminal.ts';

/**
 * Leaves the alternate screen, where a killed program may have been, shows the cursor and resets colors. The cursor position
 * is saved first, so that on the main screen, where there is nothing to leave, it does not move.
 */
const LEAVE_OTHER_SCREEN = '\u001B7\u001B[?1049l\u001B[?25h\u001B[m';

/** A new line in any mode of a terminal; in raw mode a line feed only moves the cursor down. */
const NEW_LINE = '\r\n';

/** How a command left a screen. */
export type LeftScreen =
  /** It exited and restored what it wanted. */
  | 'left'
  /** It was killed before it could. */
  | 'abandoned';

/** The use of a terminal, as far as it can be known without a query to it. */
export interface TerminalUse {
  /** Whether a program has exclusive use of it now, such as in raw mode. */
  readonly isTaken: () => boolean;
  /** Whether this job is in the foreground. */
  readonly isForeground: () => boolean;
}

/**
 * A terminal that a command writes to as well. Only the terminal knows the position of the cursor and the active screen, and
 * its reply to a query would be input of the command. So nothing is rewritten, each line starts on a new row, and while the
 * command has exclusive use of the keyboard nothing is written.
 */
export class SharedScreen {
  readonly #stream: TextStream;
  readonly #use: TerminalUse;
  readonly #kept: string[] = [];
  #state: 'before' | 'shared' | 'over' = 'before';

  constructor(stream: TextStream, use: TerminalUse) {
    this.#stream = stream;
    this.#use = use;
  }

  /** Marks the start of the command, which controls the cursor from now on. */
  share(): void {
    this.#state = 'shared';
  }

  /** Writes a line: now, or after the command while that has exclusive use of the terminal. */
  say(line: string): void {
    if (this.#state !== 'shared') this.#stream.write(`${line}\n`);
    else if (this.#use.isTaken()) this.#kept.push(line);
    else this.#stream.write(`${NEW_LINE}${line}${NEW_LINE}`);
  }

  /**
   * Marks the end of the command and writes the lines that were held back, on a new row.
   * @returns a stream that can be written in any mode of the terminal
   */
  takeBack(how: LeftScreen): TextStream {
    const { isInteractive, hasColors, columns, rows } = this.#stream;
    const write = (text: string): void => this.#stream.write(text.replaceAll(/\r?\n/g, NEW_LINE));
    if (this.#state !== 'over') {
      this.#state = 'over';
      // In the background the screen belongs to another program.
      const mayReset = isInteractive && how === 'abandoned' && this.#use.isForeground();
      const leave = mayReset ? LEAVE_OTHER_SCREEN : '';
      write(`${leave}${NEW_LINE}${this.#kept.map((line) => `${line}\n`).join('')}`);
    }
    return { write, isInteractive, hasColors, columns, rows, isTerminal: true };
  }
}
