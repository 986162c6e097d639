import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/**
 * @typedef {{ begunNs: number, fullNs: number, emptyingNs: number, goneNs: number }} Spike
 * CLOCK_MONOTONIC: before the mapping, all pages touched, before and after the unmapping.
 */

/** The process of `programs/memory-actor.c`: its memory is known, as it only follows commands. */
export class MemoryActor {
  #child;
  #lines;

  /** @param {string} program path of the compiled program */
  constructor(program) {
    this.#child = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** @returns {number} */
  get pid() {
    return this.#child.pid;
  }

  /** Makes more pages resident. @param {number} pages */
  async touch(pages) {
    await this.#ask(`touch ${pages}`, 'done');
  }

  /** Uses CPU time. @param {number} cpuMs */
  async burn(cpuMs) {
    await this.#ask(`burn ${cpuMs * 1e6}`, 'done');
  }

  /**
   * Starts child processes, which only wait, and end with their parent.
   * @param {number} count
   * @returns {Promise<number[]>} their pids
   */
  async family(count) {
    const [, ...pids] = (await this.#ask(`family ${count}`, 'family')).split(' ').map(Number);
    return pids;
  }

  /**
   * Maps, touches, holds and unmaps pages.
   * @param {number} pages
   * @param {number} holdNs
   * @returns {Promise<number>} resident pages of the process once all of them were touched
   */
  async peak(pages, holdNs) {
    return Number((await this.#ask(`peak ${pages} ${holdNs}`, 'peak')).split(' ')[1]);
  }

  /**
   * Makes spikes at random times, the same for the same seed.
   * @param {{ seed: number, count: number, pages: number, holdNs: number, gapLowNs: number, gapHighNs: number }} plan
   * @returns {Promise<Spike[]>}
   */
  async spikes({ seed, count, pages, holdNs, gapLowNs, gapHighNs }) {
    const command = `spikes ${seed} ${count} ${pages} ${holdNs} ${gapLowNs} ${gapHighNs}`;
    const spikes = [];
    for (
      let line = await this.#ask(command, '');
      line.startsWith('spike ');
      line = await this.#next('')
    ) {
      const [, begunNs, fullNs, emptyingNs, goneNs] = line.split(' ').map(Number);
      spikes.push({ begunNs, fullNs, emptyingNs, goneNs });
    }
    if (spikes.length !== count) throw new Error(`made ${spikes.length} of ${count} spikes`);
    return spikes;
  }

  /** Ends the process; resolves when it has been reaped. */
  async end() {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.stdin.end();
    await exited;
  }

  /**
   * @param {string} command
   * @param {string} prefix of the next line
   */
  async #ask(command, prefix) {
    this.#child.stdin.write(`${command}\n`);
    return this.#next(prefix);
  }

  /** @param {string} prefix */
  async #next(prefix) {
    const { value, done } = await this.#lines.next();
    if (done || !value.startsWith(prefix)) {
      throw new Error(`the memory actor printed "${value}": expected "${prefix}…"`);
    }
    return value;
  }
}
