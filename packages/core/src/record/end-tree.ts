import { setTimeout as delay } from 'node:timers/promises';
import { nowNs } from '../stream/clock.ts';
import {
  runningTree,
  signalProcesses,
  type LeftProcess,
  type ProcessIdentity,
} from './process-tree.ts';

/** How long processes may take to end after SIGTERM; SIGKILL follows. */
const GRACE_MS = 5000;
/** How long the kernel may take to end them after SIGKILL: a system call into a device driver can take longer. */
const KILL_MS = 2000;
/** How long processes that may not be signaled have to end on their own after all others have ended. */
const FORBIDDEN_MS = 250;
const LOOK_MS = 20;

/** The running processes of a tree; a process once seen is not lost when its parent ends. */
class RunningTree {
  readonly #known: () => readonly ProcessIdentity[];
  #members: readonly ProcessIdentity[] = [];
  /** Pids of processes of other users. */
  #forbidden: ReadonlySet<number> = new Set();

  constructor(known: () => readonly ProcessIdentity[]) {
    this.#known = known;
  }

  look(): readonly LeftProcess[] {
    this.#members = runningTree([...this.#known(), ...this.#members]);
    return this.#members.map((one) =>
      this.#forbidden.has(one.pid) ? { ...one, isForbidden: true } : one,
    );
  }

  signal(signal: 'SIGTERM' | 'SIGKILL'): void {
    this.#forbidden = new Set(signalProcesses(this.look(), signal).map(({ pid }) => pid));
  }

  /** Waits for processes that could be signaled; for the others, only briefly after these. */
  async isGoneWithin(boundMs: number): Promise<boolean> {
    let untilNs = nowNs() + boundMs * 1e6;
    let areOthersGone = false;
    for (;;) {
      const left = this.look();
      if (left.length === 0) return true;
      if (!areOthersGone && left.every(({ isForbidden }) => isForbidden === true)) {
        areOthersGone = true;
        untilNs = Math.min(untilNs, nowNs() + FORBIDDEN_MS * 1e6);
      }
      if (nowNs() > untilNs) return false;
      await delay(LOOK_MS);
    }
  }
}

/**
 * Ends a process tree that Loadcell started: SIGTERM to each process, then SIGKILL to those that remain.
 * @param known the known processes of the tree, including orphans
 * @returns the processes that could not be ended
 */
export async function endTree(
  known: () => readonly ProcessIdentity[],
  graceMs: number = GRACE_MS,
): Promise<readonly LeftProcess[]> {
  const tree = new RunningTree(known);
  tree.signal('SIGTERM');
  // A stopped process reacts to nothing else. SIGCONT may also be sent to other users' processes in the same session.
  signalProcesses(tree.look(), 'SIGCONT');
  if (await tree.isGoneWithin(graceMs)) return [];
  tree.signal('SIGKILL');
  if (await tree.isGoneWithin(KILL_MS)) return [];
  return tree.look();
}
