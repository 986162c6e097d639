/** Bins at most; when they are full, two and two become one. */
const MOST_BINS = 256;

/** Means of a series over equal stretches of time from 0, in constant memory: stretches double as the series grows. */
export class TimeBins {
  readonly #sums = new Float64Array(MOST_BINS);
  readonly #counts = new Float64Array(MOST_BINS);
  #width: number;

  /** @param width of a bin at first, in the unit of time */
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

  /** Means of the bins that lie between two times and have values, by the middle of the bin. */
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

  /** Values between two times, to the width of a bin. */
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
