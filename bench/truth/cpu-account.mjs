import { mkdirSync, readFileSync, rmdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** Period of checks for the end of the last process of a group, ms. */
const POLL_MS = 50;
const PATIENCE_MS = 30_000;

/** Where control groups of version 2 are mounted; each accounts for its CPU time. */
function groupsRoot() {
  const mounts = readFileSync('/proc/mounts', 'utf8').split('\n');
  const mount = mounts.map((line) => line.split(' ')).find(([, , type]) => type === 'cgroup2');
  if (mount === undefined) throw new Error('CPU time needs cgroup version 2, which is not mounted');
  return mount[1];
}

/** CPU time of a command with all processes that it starts, by the kernel's account. */
export class CpuAccount {
  #folder = path.join(groupsRoot(), `loadcell-bench-${process.pid}`);

  constructor() {
    mkdirSync(this.#folder);
  }

  /**
   * @param {readonly string[]} command
   * @returns {string[]} a command that joins the group before it starts
   */
  counting(command) {
    const join = 'echo $$ > "$0/cgroup.procs" && exec "$@"';
    return ['sh', '-c', join, this.#folder, ...command];
  }

  /** @returns {number} seconds so far */
  get seconds() {
    const account = readFileSync(path.join(this.#folder, 'cpu.stat'), 'utf8');
    return Number(/^usage_usec (\d+)$/m.exec(account)?.[1]) / 1e6;
  }

  /** Removes the group once all of its processes have ended. */
  async close() {
    const giveUpMs = performance.now() + PATIENCE_MS;
    while (readFileSync(path.join(this.#folder, 'cgroup.procs'), 'utf8') !== '') {
      if (performance.now() > giveUpMs) throw new Error('a client left processes running');
      await delay(POLL_MS);
    }
    rmdirSync(this.#folder);
  }
}
