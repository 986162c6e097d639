import { AttachedProcess } from '../../../target/server/process/attached-process.ts';
import { nowNs } from '../../../stream/clock.ts';
import type { TargetExit } from '../../../target/target.ts';
import { listCgroup, type Cgroup } from './cgroup.ts';
import type { FoundTarget } from './find-target.ts';

/** Period of looking for processes of a cgroup, ms. */
const LOOK_MS = 250;

/** A target that was found, until it exits. It is never signaled. */
export interface LiveTarget extends FoundTarget {
  /** Resolves when the process has exited; of a cgroup, when it has no process any more. */
  readonly exited: Promise<TargetExit>;
  /** Stops watching for the exit. */
  release(): void;
}

/** Begins to watch a target for its exit. @throws {ConfigError} when the process has exited */
export async function attachTarget(found: FoundTarget, procRoot = '/proc'): Promise<LiveTarget> {
  const { pid, cgroup } = found;
  const attached = await AttachedProcess.attach(pid, procRoot);
  if (cgroup === undefined) {
    return { ...found, exited: attached.exited, release: () => attached.release() };
  }
  const emptying = new EmptyingCgroup(cgroup, pid);
  attached.release();
  return { ...found, exited: emptying.exited, release: () => emptying.release() };
}

/** Watches a cgroup until it has no process. */
class EmptyingCgroup {
  readonly exited: Promise<TargetExit>;
  readonly #cgroup: Cgroup;
  readonly #pid: number;
  readonly #timer: NodeJS.Timeout;
  #resolve: (exit: TargetExit) => void = () => {};
  #reject: (error: unknown) => void = () => {};

  constructor(cgroup: Cgroup, pid: number) {
    this.#cgroup = cgroup;
    this.#pid = pid;
    this.exited = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    // A failure to list is reported by who waits for the exit.
    this.exited.catch(() => {});
    this.#timer = setInterval(() => void this.#look(), LOOK_MS).unref();
  }

  release(): void {
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    try {
      const { own, below, areHidden } = await listCgroup(this.#cgroup);
      if (own.length > 0 || below.length > 0 || areHidden) return;
      this.release();
      this.#resolve({ atNs: nowNs(), pid: this.#pid, exitCode: null, signal: null });
    } catch (error) {
      this.release();
      this.#reject(error);
    }
  }
}
