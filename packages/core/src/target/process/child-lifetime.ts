import { setTimeout as delay } from 'node:timers/promises';
import type { TargetExit } from '../target.ts';
import type { LaunchedCommand } from './launch/launched-command.ts';
import { OutputTail } from './output-tail.ts';

/** Grace periods for a process to end before the next, harder step. */
export interface EndingBounds {
  /** After the request to end. */
  readonly askedMs: number;
  /** After SIGTERM; SIGKILL follows. */
  readonly terminatedMs: number;
}

const OUTPUT_TAIL_BYTES = 64 * 1024;

/** How long to read output left in the pipes after the exit: a grandchild can keep them open forever. */
const LAST_OUTPUT_MS = 200;

/** How long to wait for processes left behind: the launcher kills them after 2 s, and the kernel may need more time. */
const LEFT_BEHIND_MS = 5000;

/** Watches a launched process for its exit and last output, and ends it with all its descendants. */
export class ChildLifetime {
  readonly pid: number;
  /** Resolves when the process has ended and its output was read. */
  readonly exited: Promise<TargetExit>;
  readonly #launched: LaunchedCommand;
  readonly #output = new OutputTail(OUTPUT_TAIL_BYTES);
  #exit: TargetExit | undefined;
  #isAlone: Promise<void> | undefined;

  /** @param launched with piped streams, before it begins, so that no output is missed */
  constructor(launched: LaunchedCommand) {
    this.pid = launched.pid;
    this.#launched = launched;
    this.exited = this.#watchExit();
    const { stdout, stderr } = launched.process;
    stdout?.on('data', (chunk: Buffer) => this.#output.write(chunk));
    stderr?.on('data', (chunk: Buffer) => this.#output.write(chunk));
    // After the start, these are write failures; the exit explains them.
    launched.process.on('error', (error) =>
      this.#output.write(Buffer.from(`[${error.message}]\n`)),
    );
  }

  /** How it ended; undefined while it runs. */
  get exit(): TargetExit | undefined {
    return this.#exit;
  }

  /** The end of its output, at most 64 KiB. */
  readOutputTail(): string {
    return this.#output.read();
  }

  /** Waits for its end within a bound. @returns whether it ended */
  async endsWithin(boundMs: number): Promise<boolean> {
    return await isSettledWithin(this.exited, boundMs);
  }

  /** Resolves when the process and all its descendants have ended; both bounds limit how long the process may take. */
  async end(bounds: EndingBounds): Promise<void> {
    if (!(await this.endsWithin(bounds.askedMs))) {
      this.#launched.passOn('SIGTERM');
      if (!(await this.endsWithin(bounds.terminatedMs))) {
        this.#launched.passOn('SIGKILL');
      }
    }
    await this.exited;
    if (this.#isAlone !== undefined) await isSettledWithin(this.#isAlone, LEFT_BEHIND_MS);
  }

  async #watchExit(): Promise<TargetExit> {
    const { atNs, exitCode, signal } = await this.#launched.ended;
    const exit: TargetExit = { atNs, pid: this.pid, exitCode, signal };
    this.#exit = exit;
    this.#isAlone = this.#launched.endAll();
    await isSettledWithin(this.#isAlone, LAST_OUTPUT_MS);
    return exit;
  }
}

/** @returns whether it settled in time */
async function isSettledWithin(settled: Promise<unknown>, boundMs: number): Promise<boolean> {
  const bound = new AbortController();
  const late = delay(boundMs, false, { signal: bound.signal }).catch(() => false);
  try {
    return await Promise.race([settled.then(() => true), late]);
  } finally {
    bound.abort();
  }
}
