import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { SEARCH_PATH } from './why-no-lab.ts';
import { isRunning } from '../../e2e/support/processes.ts';
import { waitUntil } from '../../e2e/support/wait-until.ts';

/** How a program ended. */
export interface ProgramEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where a program runs. */
export interface ProgramPlace {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * A program with all that it starts: a process group. Unlike those of the other end-to-end tests it outlives a test, since
 * machines serve several.
 */
export class Program {
  readonly finished: Promise<ProgramEnd>;
  readonly #child: ChildProcess;
  readonly #group: number;
  readonly #output = { stdout: '', stderr: '' };

  /** @param command a program, looked up on PATH, and its arguments */
  constructor(command: readonly string[], { cwd, env }: ProgramPlace) {
    const [program = '', ...args] = command;
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, PATH: SEARCH_PATH, CI: 'true', NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    if (child.pid === undefined) throw new Error(`${program} cannot be started.`);
    this.#child = child;
    this.#group = child.pid;
    const output = this.#output;
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
    this.finished = once(child, 'close').then((): ProgramEnd => ({
      code: child.exitCode,
      signal: child.signalCode,
      ...output,
    }));
  }

  /** The process of the command: the launching `ip` and `unshare` have become it. */
  get pid(): number {
    return this.#group;
  }

  /** What it has written so far, to both streams. */
  get output(): string {
    return this.#output.stdout + this.#output.stderr;
  }

  get isRunning(): boolean {
    return isRunning(this.#group);
  }

  /** Sends a signal to all its processes; no effect after their end. */
  signal(signal: NodeJS.Signals): void {
    try {
      process.kill(-this.#group, signal);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  }

  /** Sends a signal to its first process alone, as a user who types Ctrl-C in a script does. */
  signalFirst(signal: NodeJS.Signals): void {
    process.kill(this.#group, signal);
  }

  /** Waits for a text in its output. @throws when it ends, or is silent for a minute, with what it wrote */
  async says(text: string | RegExp): Promise<void> {
    await waitUntil(`${this.#child.spawnargs.at(-1)} writes ${text}`, () => {
      const { output } = this;
      if (typeof text === 'string' ? output.includes(text) : text.test(output)) return true;
      if (!this.isRunning) throw new Error(`It ended, and never wrote ${text}: ${output}`);
      return undefined;
    });
  }

  /** Kills it with all its processes, and waits for its end. */
  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.finished;
  }
}
