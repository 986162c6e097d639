import { nowNs } from '../../../stream/clock.ts';

/** Token timestamps, CLOCK_MONOTONIC nanoseconds: cheap to add, so that they do not disturb the measurement. */
export class TokenTimestamps {
  #stampsNs = new Float64Array(256);
  #count = 0;

  /** Adds the current time. */
  stamp(): void {
    const atNs = nowNs();
    if (this.#count === this.#stampsNs.length) {
      const grown = new Float64Array(2 * this.#count);
      grown.set(this.#stampsNs);
      this.#stampsNs = grown;
    }
    this.#stampsNs[this.#count] = atNs;
    this.#count += 1;
  }

  /** A copy of all timestamps. */
  take(): Float64Array {
    return this.#stampsNs.slice(0, this.#count);
  }
}
