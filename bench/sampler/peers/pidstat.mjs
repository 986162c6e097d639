import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { nowNs } from '../clock.mjs';

const MISSING = 'pidstat was not found: apt-get install sysstat';

/** @returns {string | undefined} why pidstat cannot be measured */
export function missingPidstat() {
  return spawnSync('pidstat', ['-V']).error === undefined ? undefined : MISSING;
}

/** `pidstat -r -p PID 1`. Its timestamps are whole seconds, so a sample has the time at which its line arrives. */
export class PidstatRecorder {
  #child;
  #lines;
  #firstLine;
  /** @type {{ stampNs: number, rssBytes: number }[]} */
  #samples = [];
  #rssColumn = -1;

  /** @param {number} pid */
  constructor(pid) {
    this.#child = spawn('pidstat', ['-h', '-r', '-p', String(pid), '1'], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, LC_ALL: 'C' },
    });
    this.#firstLine = once(this.#child.stdout, 'data');
    this.#lines = createInterface({ input: this.#child.stdout });
    this.#lines.on('line', (line) => this.#take(line));
  }

  /** Resolves when it samples. */
  async ready() {
    await this.#firstLine;
  }

  /** Ends it. */
  async finish() {
    const closed = once(this.#child, 'close');
    this.#child.kill('SIGINT');
    await closed;
    return this.#samples;
  }

  /** @param {string} line */
  #take(line) {
    const fields = line.trim().split(/\s+/);
    if (fields[0] === '#') {
      // The heading starts with an extra field, the hash.
      this.#rssColumn = fields.indexOf('RSS') - 1;
      return;
    }
    const rssBytes = Number(fields[this.#rssColumn]) * 1024;
    if (Number.isFinite(rssBytes)) this.#samples.push({ stampNs: nowNs(), rssBytes });
  }
}
