import type { TextStream } from './terminal.ts';

/**
 * Leaves the other screen, on which a program that was killed may have been, shows the cursor and ends colors. The cursor is
 * saved before: on the first screen, where there is none to leave, it stays.
 */
const LEAVE_OTHER_SCREEN = '\u001B7\u001B[?1049l\u001B[?25h\u001B[m';

/** A new line in any mode of a terminal: one in raw mode moves the cursor down alone. */
const NEW_LINE = '\r\n';

/** How a command left a screen. */
export type LeftScreen =
  /** As it wanted. */
  | 'left'
  /** It was killed, and had no time to. */
  | 'abandoned';

/** What is known of a terminal without asking it. */
export interface TerminalUse {
  /** Whether a program has it for itself now, as by a raw mode. */
  readonly isTaken: () => boolean;
  /** Whether this job is the one that the terminal is used by. */
  readonly isForeground: () => boolean;
}

/**
 * A terminal that a command writes to as well. Where the command has the cursor, and on which screen, nobody but the terminal
 * knows, and its answer would be typed into the command. So nothing is rewritten, what is said begins on a new line, and
 * while the command has the keyboard for itself nothing is said at all.
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

  /** The command begins: the cursor is its own from now on. */
  share(): void {
    this.#state = 'shared';
  }

  /** Writes a line of its own: now, or after the command where that has the terminal for itself. */
  say(line: string): void {
    if (this.#state !== 'shared') this.#stream.write(`${line}\n`);
    else if (this.#use.isTaken()) this.#kept.push(line);
    else this.#stream.write(`${NEW_LINE}${line}${NEW_LINE}`);
  }

  /**
   * The command is over: what was kept is written, on a new line.
   * @returns the stream for what follows, which may be written in any mode of the terminal
   */
  takeBack(how: LeftScreen): TextStream {
    const { isInteractive, hasColors, columns, rows } = this.#stream;
    const write = (text: string): void => this.#stream.write(text.replaceAll(/\r?\n/g, NEW_LINE));
    if (this.#state !== 'over') {
      this.#state = 'over';
      // From the background it is another program's screen.
      const isOurs = isInteractive && how === 'abandoned' && this.#use.isForeground();
      const leave = isOurs ? LEAVE_OTHER_SCREEN : '';
      write(`${leave}${NEW_LINE}${this.#kept.map((line) => `${line}\n`).join('')}`);
    }
    return { write, isInteractive, hasColors, columns, rows, isTerminal: true };
  }
}
