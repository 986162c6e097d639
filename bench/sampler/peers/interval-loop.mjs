import { nowNs } from '../clock.mjs';

/**
 * Samples as JavaScript does it: `setInterval`, and never a second call while one is under way, which spares the
 * slower peers a queue that only grows.
 */
export class IntervalLoop {
  /** When each sample was there, CLOCK_MONOTONIC nanoseconds. @type {number[]} */
  stampsNs = [];
  /** How long each call took that gave its sample at once, nanoseconds. @type {number[]} */
  durationsNs = [];
  /** How often the timer fired. */
  ticks = 0;
  #sample;
  #timer;
  /** @type {Promise<void> | undefined} */
  #pending;

  /** @param {() => unknown} sample takes one sample; may give a promise */
  constructor(sample) {
    this.#sample = sample;
  }

  /** @param {number} periodMs */
  start(periodMs) {
    this.#timer = setInterval(() => this.#tick(), periodMs);
  }

  /** Resolves when the last call has come back. */
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
