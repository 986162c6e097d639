import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import headless from '@xterm/headless';
import { onTestFinished } from 'vitest';
import { LOADCELL } from './run-loadcell.ts';
import { waitUntil } from './wait-until.ts';

const ON_TERMINAL = fileURLToPath(new URL('on_terminal.py', import.meta.url));
/** Key codes. */
const CTRL_C = 3;
const ENTER = 13;
const CTRL_Z = 26;

/** What a program writes to hide and to show the cursor. */
const HIDE = '\u001B[?25l';
const SHOW = '\u001B[?25h';

/** A session after its end. */
export interface EndedSession {
  readonly code: number | null;
  /** What a user would see on the screen and in its scrollback. */
  readonly lines: readonly string[];
  readonly text: string;
  readonly isCursorShown: boolean;
}

/** `loadcell` on a terminal, as a user runs it; an emulator computes the screen. */
export class TerminalSession {
  readonly #terminal: headless.Terminal;
  readonly #child: ReturnType<typeof spawn>;
  readonly #ended: Promise<unknown>;
  #text = '';

  constructor(
    args: readonly string[],
    options: {
      cwd: string;
      columns: number;
      rows: number;
      env?: Record<string, string>;
      /** Runs in a shell with job control, and continues with this once `loadcell` returns to its prompt. */
      afterwards?: string;
    },
  ) {
    const { cwd, columns, rows, env, afterwards } = options;
    const loadcell = [process.execPath, LOADCELL, ...args];
    const command =
      afterwards === undefined ? loadcell : ['sh', '-mc', `"$@"\n${afterwards}`, 'sh', ...loadcell];
    this.#terminal = new headless.Terminal({
      cols: columns,
      rows,
      scrollback: 5000,
      allowProposedApi: true,
    });
    const size = [String(columns), String(rows)];
    const { CI: _job, NO_COLOR: _plain, ...rest } = process.env;
    this.#child = spawn('python3', [ON_TERMINAL, ...size, ...command], {
      cwd,
      env: { ...rest, TERM: 'xterm-256color', ...env },
      stdio: ['pipe', 'pipe', 'inherit'],
      detached: true,
    });
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#text += text;
      this.#terminal.write(text);
    });
    this.#ended = once(this.#child, 'close');
    onTestFinished(async () => {
      const { pid, exitCode, signalCode } = this.#child;
      if (pid !== undefined && exitCode === null && signalCode === null)
        process.kill(-pid, 'SIGKILL');
      await this.#ended;
    });
  }

  /** The lines of the screen and its scrollback, without trailing empty ones. */
  get lines(): string[] {
    const buffer = this.#terminal.buffer.active;
    const lines = Array.from(
      { length: buffer.length },
      (_, row) => buffer.getLine(row)?.translateToString(true) ?? '',
    );
    return lines.slice(0, lines.findLastIndex((line) => line !== '') + 1);
  }

  /** All output so far. */
  get text(): string {
    return this.#text;
  }

  get isCursorShown(): boolean {
    return this.#text.lastIndexOf(SHOW) >= this.#text.lastIndexOf(HIDE);
  }

  /** Waits until a line matches. @returns the line */
  waitFor(pattern: RegExp): Promise<string> {
    return waitUntil(`a line like ${pattern}`, () => this.lines.find((line) => pattern.test(line)));
  }

  /** Waits until a line matches and has ended: a terminal may echo a key before the rest of a line. @returns the line */
  waitForLine(pattern: RegExp): Promise<string> {
    const { active } = this.#terminal.buffer;
    return waitUntil(`a whole line like ${pattern}`, () =>
      this.lines.slice(0, active.baseY + active.cursorY).find((line) => pattern.test(line)),
    );
  }

  resize(columns: number, rows: number): void {
    this.#terminal.resize(columns, rows);
    this.#child.stdin?.write(`resize ${columns} ${rows}\n`);
  }

  pressCtrlC(): void {
    this.#press(CTRL_C);
  }

  pressCtrlZ(): void {
    this.#press(CTRL_Z);
  }

  pressEnter(): void {
    this.#press(ENTER);
  }

  type(text: string): void {
    for (const code of Buffer.from(text)) this.#press(code);
  }

  /** Waits for the end of the session. */
  async end(): Promise<EndedSession> {
    await this.#ended;
    await new Promise<void>((resolve) => this.#terminal.write('', resolve));
    return {
      code: this.#child.exitCode,
      lines: this.lines,
      text: this.#text,
      isCursorShown: this.isCursorShown,
    };
  }

  #press(code: number): void {
    this.#child.stdin?.write(`key ${code}\n`);
  }
}
