import { nowNs } from '../clock.mjs';

/**
 * Samples as JavaScript does: `setInterval`, and one call in flight at most, as slower peers would queue calls without end.
 */
export class IntervalLoop {
  /** When each sample was complete, CLOCK_MONOTONIC nanoseconds. @type {number[]} */
  stampsNs = [];
  /** Durations of synchronous calls, nanoseconds. @type {number[]} */
  durationsNs = [];
  /** How often the timer fired. */
  ticks = 0;
  #sample;
  #timer;
  /** @type {Promise<void> | undefined} */
  #pending;

  /** @param {() => unknown} sample takes one sample; can return a promise */
  constructor(sample) {
    this.#sample = sample;
  }

  /** @param {number} periodMs */
  start(periodMs) {
    this.#timer = setInterval(() => this.#tick(), periodMs);
  }

  /** Resolves when the last call has returned. */
  async stop() {
    clearInterval(this.#timer);
    await this.#pending;
  }

  #tick() {
    this.ticks++;
    if (this.#pending !== undefined) return;
    const calledNs = nowNs();
    const sampled = this.#sample();
    if (sampled instanceof Promise) {
      this.#pending = this.#finish(sampled);
      return;
    }
    const sampledNs = nowNs();
    this.stampsNs.push(sampledNs);
    this.durationsNs.push(sampledNs - calledNs);
  }

  /** @param {Promise<unknown>} sampled */
  async #finish(sampled) {
    await sampled;
    this.stampsNs.push(nowNs());
    this.#pending = undefined;
  }
}
