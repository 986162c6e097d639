import { nowNs } from '../../../stream/clock.ts';

/** Stamps of tokens, CLOCK_MONOTONIC nanoseconds: cheap to add to, so that taking one disturbs nothing. */
export class TokenStamps {
  #stampsNs = new Float64Array(256);
  #count = 0;

  /** Adds now. */
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

  /** A copy of all. */
  take(): Float64Array {
    return this.#stampsNs.slice(0, this.#count);
  }
}
