import type { ChildProcess } from 'node:child_process';
import { nowNs } from '../../stream/clock.ts';
import type { TargetExit } from '../target.ts';
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

/** Watches a child process that we started: when and how it ended, what it last wrote; and ends it. */
export class ChildLifetime {
  readonly pid: number;
  /** Resolves when the process is gone and its output was read. */
  readonly exited: Promise<TargetExit>;
  readonly #child: ChildProcess;
  readonly #output = new OutputTail(OUTPUT_TAIL_BYTES);
  #exit: TargetExit | undefined;

  /**
   * Watches a process from the moment it was asked for: nothing it writes is missed.
   * @param child as `spawn()` or `fork()` returned it, in the same turn of the event loop
   */
  constructor(child: ChildProcess, pid: number) {
    this.pid = pid;
    this.#child = child;
    this.exited = this.#watchExit();
    child.stdout?.on('data', (chunk: Buffer) => this.#output.write(chunk));
    child.stderr?.on('data', (chunk: Buffer) => this.#output.write(chunk));
    // Once it runs, these are failures to signal it or to write to it: its exit says the rest.
    child.on('error', (error) => this.#output.write(Buffer.from(`[${error.message}]\n`)));
  }

  /** How it ended; undefined while it runs. */
  get exit(): TargetExit | undefined {
    return this.#exit;
  }

  /** The end of what it wrote, at most 64 KiB. */
  readOutputTail(): string {
    return this.#output.read();
  }

  /** Resolves when the process is gone, which it is at the latest after both bounds. */
  async end(bounds: EndingBounds): Promise<void> {
    if (await this.#endsWithin(bounds.askedMs)) return;
    this.#child.kill('SIGTERM');
    if (await this.#endsWithin(bounds.terminatedMs)) return;
    this.#child.kill('SIGKILL');
    await this.exited;
  }

  async #endsWithin(boundMs: number): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const bound = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(false), boundMs);
    });
    try {
      return await Promise.race([this.exited.then(() => true), bound]);
    } finally {
      clearTimeout(timer);
    }
  }

  #watchExit(): Promise<TargetExit> {
    return new Promise((resolve) => {
      this.#child.once('exit', (exitCode, signal) => {
        const exit: TargetExit = { atNs: nowNs(), pid: this.pid, exitCode, signal };
        this.#exit = exit;
        const finish = (): void => {
          clearTimeout(timer);
          resolve(exit);
        };
        const timer = setTimeout(finish, LAST_OUTPUT_MS);
        this.#child.once('close', finish);
      });
    });
  }
}
