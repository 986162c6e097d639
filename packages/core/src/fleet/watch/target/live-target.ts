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
  readonly #timer: NodeJS.Timeout;

  constructor(cgroup: Cgroup, pid: number) {
    let resolve: (exit: TargetExit) => void = () => {};
    let reject: (error: unknown) => void = () => {};
    this.exited = new Promise((onExit, onError) => {
      resolve = onExit;
      reject = onError;
    });
    // A failure to list is reported by who waits for the exit.
    this.exited.catch(() => {});
    const look = async (): Promise<void> => {
      const { own, below, areHidden } = await listCgroup(cgroup);
      if (own.length > 0 || below.length > 0 || areHidden) return;
      this.release();
      resolve({ atNs: nowNs(), pid, exitCode: null, signal: null });
    };
    this.#timer = setInterval(() => void look().catch(reject), LOOK_MS).unref();
  }

  release(): void {
    clearInterval(this.#timer);
  }
}
