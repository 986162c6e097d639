import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('sample_with_psutil.py', import.meta.url));
const MISSING = 'no python3 with psutil was found: apt-get install python3-psutil';

/** @typedef {{ stampNs: number, rssBytes: number }} Sample */

/** @returns {{ python: string } | { missing: string }} the interpreter that has psutil, or why there is none */
export function findPsutil() {
  // Debian's package is for Debian's python3, which may not be the first one on the PATH.
  for (const python of ['python3', '/usr/bin/python3']) {
    if (spawnSync(python, ['-c', 'import psutil']).status === 0) return { python };
  }
  return { missing: MISSING };
}

/** psutil in its own process, sampling another one. */
export class PsutilRecorder {
  #child;
  #lines;

  /** @param {string} python @param {number} pid @param {number} periodMs */
  constructor(python, pid, periodMs) {
    this.#child = spawn(python, [SCRIPT, 'record', String(pid), String(periodMs / 1e3)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** Resolves when it samples. */
  async ready() {
    const { value } = await this.#lines.next();
    if (value !== 'ready') throw new Error(`psutil did not start: it printed "${value}"`);
  }

  /** Ends it. @returns {Promise<Sample[]>} */
  async finish() {
    const exited = once(this.#child, 'exit');
    this.#child.stdin.end();
    const samples = [];
    for await (const line of this.#lines) {
      const [stampNs, rssBytes] = line.split(' ').map(Number);
      samples.push({ stampNs, rssBytes });
    }
    await exited;
    return samples;
  }
}

/**
 * In microseconds: the median call in a 1 ms loop, the CPU time of a turn of it, and of a call without pauses.
 * @param {string} python @param {number} pid @param {number} calls
 * @returns {{ netUs: number, grossUs: number, tightUs: number }}
 */
export function measurePsutilCost(python, pid, calls) {
  const options = [SCRIPT, 'cost', String(pid), String(calls)];
  const output = execFileSync(python, options, { encoding: 'utf8' });
  const [netUs, grossUs, tightUs] = output.split(' ').map(Number);
  return { netUs, grossUs, tightUs };
}
