/** Maximum relative error of a quantile. */
export const RELATIVE_ERROR = 0.01;

/** Ratio between the bounds of a bucket: its middle is within {@link RELATIVE_ERROR} of all of its values. */
const GROWTH = (1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR);
const LOG_GROWTH = Math.log(GROWTH);

/** Shorter times count as this long. */
export const SHORTEST_MS = 0.001;
/** Longer times count as this long: a day. */
const LONGEST_MS = 86_400_000;
const BUCKETS = Math.ceil(Math.log(LONGEST_MS / SHORTEST_MS) / LOG_GROWTH) + 1;

/**
 * Times in buckets that grow by a constant ratio: 10 kB for any count, one addition per time. Between 1 µs and 1 day, a
 * quantile is within 1% of the time at its rank, for any data.
 */
export class LatencyHistogram {
  readonly #counts = new Float64Array(BUCKETS);
  #finite = 0;
  #infinite = 0;

  /** Counts a time, milliseconds; `Infinity` for a failure. `NaN` is not counted. */
  record(ms: number): void {
    if (Number.isNaN(ms)) return;
    if (ms === Number.POSITIVE_INFINITY) {
      this.#infinite += 1;
      return;
    }
    const within = Math.min(Math.max(ms, SHORTEST_MS), LONGEST_MS);
    const bucket = Math.ceil(Math.log(within / SHORTEST_MS) / LOG_GROWTH);
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
    this.#finite += 1;
  }

  /** Number of counted times, failures included. */
  get count(): number {
    return this.#finite + this.#infinite;
  }

  /**
   * The time at a rank, ms: `Infinity` if it falls on a failure, `NaN` while nothing is counted.
   * @param share 0 for the shortest to 1 for the longest
   */
  quantile(share: number): number {
    if (this.count === 0) return Number.NaN;
    const rank = Math.floor(share * (this.count - 1));
    if (rank >= this.#finite) return Number.POSITIVE_INFINITY;
    let below = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
      below += this.#counts[bucket] ?? 0;
      // The middle of the bucket by relative error: equally far from both bounds, as a share of each.
      if (below > rank) return (SHORTEST_MS * 2 * GROWTH ** bucket) / (GROWTH + 1);
    }
    return Number.NaN;
  }
}
