import { setTimeout as delay } from 'node:timers/promises';
import { nowNs } from '../stream/clock.ts';
import { runningTree, signalProcesses, type ProcessIdentity } from './process-tree.ts';

/** How long processes are given to end after SIGTERM; SIGKILL follows. */
const GRACE_MS = 5000;
/** How long the kernel is given to end them after SIGKILL: one in a system call of a device can take longer. */
const KILL_MS = 2000;
const LOOK_MS = 20;

/** The processes of a tree that run; one that was seen once is not lost with its parent. */
class RunningTree {
  readonly #known: () => readonly ProcessIdentity[];
  #members: readonly ProcessIdentity[] = [];

  constructor(known: () => readonly ProcessIdentity[]) {
    this.#known = known;
  }

  look(): readonly ProcessIdentity[] {
    this.#members = runningTree([...this.#known(), ...this.#members]);
    return this.#members;
  }

  async isGoneWithin(boundMs: number): Promise<boolean> {
    const untilNs = nowNs() + boundMs * 1e6;
    while (this.look().length > 0) {
      if (nowNs() > untilNs) return false;
      await delay(LOOK_MS);
    }
    return true;
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
): Promise<readonly ProcessIdentity[]> {
  const tree = new RunningTree(known);
  signalProcesses(tree.look(), 'SIGTERM');
  if (await tree.isGoneWithin(graceMs)) return [];
  signalProcesses(tree.look(), 'SIGKILL');
  if (await tree.isGoneWithin(KILL_MS)) return [];
  return tree.look();
}
