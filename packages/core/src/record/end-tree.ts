import { setTimeout as delay } from 'node:timers/promises';
import { nowNs } from '../stream/clock.ts';
import {
  runningTree,
  signalProcesses,
  type LeftProcess,
  type ProcessIdentity,
} from './process-tree.ts';

/** How long processes are given to end after SIGTERM; SIGKILL follows. */
const GRACE_MS = 5000;
/** How long the kernel is given to end them after SIGKILL: one in a system call of a device can take longer. */
const KILL_MS = 2000;
/** How long those that may not be signaled are given to end by themselves, once all others are gone. */
const FORBIDDEN_MS = 250;
const LOOK_MS = 20;

/** The processes of a tree that run; one that was seen once is not lost with its parent. */
class RunningTree {
  readonly #known: () => readonly ProcessIdentity[];
  #members: readonly ProcessIdentity[] = [];
  /** Pids of those of other users. */
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

  /** Those that could be signaled are waited for; the others no longer than a moment after them. */
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
 * Ends a tree of processes that we started: SIGTERM to each, and SIGKILL to those that are still there after a while.
 * @param known the processes of the tree that are known by now, also those that lost their parent
 * @returns those that could not be ended
 */
export async function endTree(
  known: () => readonly ProcessIdentity[],
  graceMs: number = GRACE_MS,
): Promise<readonly LeftProcess[]> {
  const tree = new RunningTree(known);
  tree.signal('SIGTERM');
  // What is stopped heeds nothing else. This one signal may also be sent to processes of others in one session.
  signalProcesses(tree.look(), 'SIGCONT');
  if (await tree.isGoneWithin(graceMs)) return [];
  tree.signal('SIGKILL');
  if (await tree.isGoneWithin(KILL_MS)) return [];
  return tree.look();
}
