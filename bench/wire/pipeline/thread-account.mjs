import { readdirSync, readFileSync } from 'node:fs';

/** Period of the readings, ms: between two of them a thread ends at most that much CPU time short. */
const PERIOD_MS = 20;

/**
 * @typedef {object} Reading
 * @property {number} atNs CLOCK_MONOTONIC nanoseconds
 * @property {number} mainNs CPU time of the main thread so far
 * @property {number} wireNs CPU time of all wire threads so far, of those that have ended as well
 * @property {number} processNs CPU time of all threads so far
 * @property {number} residentBytes
 */

/** Reads CPU time by thread and memory of another process until it ends. */
export class ThreadAccount {
  #pid;
  #timer;
  /** CPU time of each thread at its last reading, ns. @type {Map<string, { name: string, cpuNs: number }>} */
  #threads = new Map();
  /** @type {Reading[]} */
  #readings = [];

  /** @param {number} pid */
  constructor(pid) {
    this.#pid = pid;
    this.#timer = setInterval(() => this.#read(), PERIOD_MS);
  }

  stop() {
    clearInterval(this.#timer);
  }

  /** The last reading. @returns {Reading} */
  get last() {
    return this.#readings.at(-1);
  }

  /** The readings within a time. @param {number} fromNs @param {number} toNs @returns {Reading[]} */
  between(fromNs, toNs) {
    return this.#readings.filter(({ atNs }) => atNs >= fromNs && atNs <= toNs);
  }

  /** Readings at a time, interpolated between the two around it. @param {number} atNs @returns {Reading} */
  at(atNs) {
    const index = this.#readings.findIndex((reading) => reading.atNs >= atNs);
    const after = this.#readings[index];
    const before = this.#readings[index - 1];
    if (before === undefined) throw new Error('the process was not read at that time');
    const share = (atNs - before.atNs) / (after.atNs - before.atNs);
    const between = (name) => before[name] + (after[name] - before[name]) * share;
    return {
      atNs,
      mainNs: between('mainNs'),
      wireNs: between('wireNs'),
      processNs: between('processNs'),
      residentBytes: between('residentBytes'),
    };
  }

  #read() {
    try {
      for (const id of readdirSync(`/proc/${this.#pid}/task`)) this.#readThread(id);
      const [, resident] = this.#text('statm').split(' ');
      const threads = [...this.#threads.values()];
      this.#readings.push({
        atNs: Number(process.hrtime.bigint()),
        mainNs: this.#threads.get(String(this.#pid)).cpuNs,
        wireNs: cpuNsOf(threads.filter(({ name }) => name === 'loadcell-wire')),
        processNs: cpuNsOf(threads),
        residentBytes: Number(resident) * 4096,
      });
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }

  #readThread(id) {
    try {
      const [cpuNs] = this.#text(`task/${id}/schedstat`).split(' ');
      const name = this.#text(`task/${id}/comm`).trim();
      this.#threads.set(id, { name, cpuNs: Number(cpuNs) });
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }

  #text(name) {
    return readFileSync(`/proc/${this.#pid}/${name}`, 'utf8');
  }
}

/** @param {readonly { cpuNs: number }[]} threads */
function cpuNsOf(threads) {
  return threads.reduce((total, { cpuNs }) => total + cpuNs, 0);
}

/** A thread or process that ended between two reads. */
function isGone({ code }) {
  return code === 'ENOENT' || code === 'ESRCH';
}
