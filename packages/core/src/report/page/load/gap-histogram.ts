/** Lower edge of the first bin, ms. Bins span 1 µs to 15 min; gaps outside count in the outermost bins. */
const LEAST_MS = 0.001;

/** Ratio of the edges of a bin: a median taken from the middle of its bin is within 1%. */
const RATIO = 1.02;

const BINS = Math.ceil(Math.log(9e8) / Math.log(RATIO));

/** Counts gaps in logarithmic bins, one histogram per stretch of time, so memory does not grow with the gaps. */
export class GapHistogram {
  readonly #counts: Uint32Array;
  readonly #totals: Uint32Array;
  /** The exact longest gap of each stretch, ms; `NaN` if it has none. */
  readonly maxima: Float64Array;

  constructor(stretches: number) {
    this.#counts = new Uint32Array(stretches * BINS);
    this.#totals = new Uint32Array(stretches);
    this.maxima = new Float64Array(stretches).fill(Number.NaN);
  }

  add(stretch: number, gapMs: number): void {
    if (Number.isNaN(gapMs)) return;
    const bin = Math.floor(Math.log(Math.max(LEAST_MS, gapMs) / LEAST_MS) / Math.log(RATIO));
    const index = stretch * BINS + Math.min(BINS - 1, bin);
    this.#counts[index] = (this.#counts[index] ?? 0) + 1;
    this.#totals[stretch] = (this.#totals[stretch] ?? 0) + 1;
    const longest = this.maxima[stretch] ?? Number.NaN;
    if (!(longest >= gapMs)) this.maxima[stretch] = gapMs;
  }

  /** The median gap of each stretch, ms; `NaN` if it has none. */
  medians(): Float64Array {
    return Float64Array.from(this.#totals, (total, stretch) => {
      if (total === 0) return Number.NaN;
      let seen = 0;
      for (let bin = 0; bin < BINS; bin += 1) {
        seen += this.#counts[stretch * BINS + bin] ?? 0;
        const middleMs = LEAST_MS * RATIO ** (bin + 0.5);
        if (seen * 2 >= total) return Math.min(middleMs, this.maxima[stretch] ?? middleMs);
      }
      return Number.NaN;
    });
  }
}
