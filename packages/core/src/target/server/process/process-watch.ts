import { TargetDiedError } from '../../errors.ts';
import type { TargetExit } from '../../target.ts';
import type { AttachedProcess } from './attached-process.ts';

/** Sockets close a moment before their process is seen to have exited. */
const EXIT_GRACE_MS = 100;

/** What a dying server does to a connection. */
const ENDINGS: ReadonlySet<string> = new Set(['refused', 'reset', 'closed-early']);

/** Watches the process of a server from when it is found; a server without a known process never exits. */
export class ProcessWatch {
  /** Resolves when the process exits. */
  readonly exited: Promise<TargetExit>;
  #resolveExited: (exit: TargetExit) => void = () => {};
  #process: AttachedProcess | undefined;

  constructor() {
    this.exited = new Promise((resolve) => {
      this.#resolveExited = resolve;
    });
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Begins to watch; does nothing without a process. */
  attach(process: AttachedProcess | undefined): void {
    this.#process = process;
    void process?.exited.then(this.#resolveExited);
  }

  release(): void {
    this.#process?.release();
  }

  /** @throws {TargetDiedError} when the process has exited */
  async refuseWhenDead(): Promise<void> {
    const exit = await this.#process?.check();
    if (exit !== undefined) throw new TargetDiedError(exit);
  }

  /**
   * Waits for the exit that a broken connection may be the first sign of.
   * @param failureKind of the request whose connection broke
   * @throws {TargetDiedError} when the process exits
   */
  async waitForDeath(failureKind: string): Promise<void> {
    if (!ENDINGS.has(failureKind)) return;
    const exit = await this.#process?.endsWithin(EXIT_GRACE_MS);
    if (exit !== undefined) throw new TargetDiedError(exit);
  }
}
