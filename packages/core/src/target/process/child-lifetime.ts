import { setTimeout as delay } from 'node:timers/promises';
import type { TargetExit } from '../target.ts';
import type { LaunchedCommand } from './launch/launched-command.ts';
import { OutputTail } from './output-tail.ts';

/** How long a process is given to end before the next, harder means. */
export interface EndingBounds {
  /** After it was asked to end. */
  readonly askedMs: number;
  /** After SIGTERM; SIGKILL follows. */
  readonly terminatedMs: number;
}

const OUTPUT_TAIL_BYTES = 64 * 1024;

/** After the exit, output that is still in the pipes is read for this long; a grandchild can keep them open for ever. */
const LAST_OUTPUT_MS = 200;

/** What the process leaves behind is waited for so long: the launcher kills it after 2 s, and the kernel may take its time. */
const LEFT_BEHIND_MS = 5000;

/** Watches a process that the launcher started: when and how it ended, what it last wrote; and ends it, with all below it. */
export class ChildLifetime {
  readonly pid: number;
  /** Resolves when the process is gone and its output was read. */
  readonly exited: Promise<TargetExit>;
  readonly #launched: LaunchedCommand;
  readonly #output = new OutputTail(OUTPUT_TAIL_BYTES);
  #exit: TargetExit | undefined;
  #isAlone: Promise<void> | undefined;

  /** @param launched with piped streams, before it begins: nothing that it writes is missed */
  constructor(launched: LaunchedCommand) {
    this.pid = launched.pid;
    this.#launched = launched;
    this.exited = this.#watchExit();
    const { stdout, stderr } = launched.process;
    stdout?.on('data', (chunk: Buffer) => this.#output.write(chunk));
    stderr?.on('data', (chunk: Buffer) => this.#output.write(chunk));
    // Once it runs, these are failures to write to it: its exit says the rest.
    launched.process.on('error', (error) =>
      this.#output.write(Buffer.from(`[${error.message}]\n`)),
    );
  }

  /** How it ended; undefined while it runs. */
  get exit(): TargetExit | undefined {
    return this.#exit;
  }

  /** The end of what it wrote, at most 64 KiB. */
  readOutputTail(): string {
    return this.#output.read();
  }

  /** Waits a while for its end. @returns whether it came */
  async endsWithin(boundMs: number): Promise<boolean> {
    return await isSettledWithin(this.exited, boundMs);
  }

  /** Resolves when the process is gone, which it is at the latest after both bounds, and so is all that it started. */
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
