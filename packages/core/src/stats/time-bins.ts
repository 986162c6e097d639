/** Most bins; when they are full, pairs are merged. */
const MOST_BINS = 256;

/** Means of a series over equal intervals of time from 0, in constant memory: intervals double as the series grows. */
export class TimeBins {
  readonly #sums = new Float64Array(MOST_BINS);
  readonly #counts = new Float64Array(MOST_BINS);
  #width: number;

  /** @param width initial width of a bin, in the unit of time */
  constructor(width: number) {
    this.#width = width;
  }

  /** Adds a value. @param at 0 or later, in any order */
  add(at: number, value: number): void {
    while (at >= MOST_BINS * this.#width) this.#double();
    const bin = Math.floor(at / this.#width);
    this.#sums[bin] = (this.#sums[bin] ?? 0) + value;
    this.#counts[bin] = (this.#counts[bin] ?? 0) + 1;
  }

  /** Means (`y`) of the bins with values that lie between two times, at the middle of each bin (`x`). */
  between(from: number, until: number): { readonly x: number[]; readonly y: number[] } {
    const x: number[] = [];
    const y: number[] = [];
    for (const [bin, count] of this.#counts.entries()) {
      const begin = bin * this.#width;
      if (count === 0 || begin < from || begin + this.#width > until) continue;
      x.push(begin + this.#width / 2);
      y.push((this.#sums[bin] ?? Number.NaN) / count);
    }
    return { x, y };
  }

  /** Number of values between two times, accurate to the width of a bin. */
  count(from: number, until: number): number {
    return this.#counts.reduce((sum, count, bin) => {
      const middle = (bin + 0.5) * this.#width;
      return middle >= from && middle <= until ? sum + count : sum;
    }, 0);
  }

  #double(): void {
    for (const series of [this.#sums, this.#counts]) {
      for (let bin = 0; bin < MOST_BINS; bin += 1) {
        const place = 2 * bin;
        series[bin] = place < MOST_BINS ? (series[place] ?? 0) + (series[place + 1] ?? 0) : 0;
      }
    }
    this.#width *= 2;
  }
}
