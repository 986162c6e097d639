import * as z from 'zod';

/** Lengths below this are counted one by one, larger ones to 1 part in 4096: so memory does not grow with the file. */
const EXACT_BELOW = 2 ** 16;
const STEPS_PER_DOUBLING = 4096;

/** A bar of a histogram: lengths from `from` to `to`, both included. */
export interface LengthBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** A distribution of whole numbers; at least one. */
export interface LengthSummary {
  readonly count: number;
  readonly min: number;
  readonly mean: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
  readonly total: number;
  /** Each bin begins at a power of two, or at 0; from the least to the greatest length. */
  readonly histogram: readonly LengthBin[];
}

/** Fields of a {@link LengthSummary}, for schemas that have more. */
export const LENGTH_SUMMARY_FIELDS = {
  count: z.int().positive(),
  min: z.number(),
  mean: z.number(),
  p50: z.number(),
  p95: z.number(),
  max: z.number(),
  total: z.number(),
  histogram: z.array(z.object({ from: z.number(), to: z.number(), count: z.int() })),
} as const;

export const LengthSummarySchema: z.ZodType<LengthSummary, LengthSummary> =
  z.object(LENGTH_SUMMARY_FIELDS);

/** Counts lengths in bounded memory. Percentiles are exact below 65,536, and within 0.03% above. */
export class LengthCounts {
  readonly #counts = new Map<number, number>();
  #count = 0;
  #total = 0;
  #min = Infinity;
  #max = Number.NEGATIVE_INFINITY;

  add(length: number): void {
    const counted = countedAs(length);
    this.#counts.set(counted, (this.#counts.get(counted) ?? 0) + 1);
    this.#count += 1;
    this.#total += length;
    this.#min = Math.min(this.#min, length);
    this.#max = Math.max(this.#max, length);
  }

  /** Undefined before the first length. */
  summary(): LengthSummary | undefined {
    if (this.#count === 0) return undefined;
    const ascending = [...this.#counts].toSorted(([one], [other]) => one - other);
    return {
      count: this.#count,
      min: this.#min,
      mean: this.#total / this.#count,
      p50: this.#percentile(ascending, 0.5),
      p95: this.#percentile(ascending, 0.95),
      max: this.#max,
      total: this.#total,
      histogram: this.#histogram(ascending),
    };
  }

  /** The smallest length that is at least as long as that share of all. */
  #percentile(ascending: readonly (readonly [number, number])[], share: number): number {
    const rank = Math.max(1, Math.ceil(share * this.#count));
    let seen = 0;
    for (const [length, count] of ascending) {
      seen += count;
      if (seen >= rank) return Math.min(this.#max, Math.max(this.#min, length));
    }
    return this.#max;
  }

  #histogram(ascending: readonly (readonly [number, number])[]): LengthBin[] {
    const counts = new Map<number, number>();
    for (const [length, count] of ascending) {
      const from = binStart(length);
      counts.set(from, (counts.get(from) ?? 0) + count);
    }
    const bins: LengthBin[] = [];
    const last = binStart(this.#max);
    for (let from = binStart(this.#min); from <= last; from = Math.max(1, from * 2)) {
      bins.push({ from, to: Math.max(0, from * 2 - 1), count: counts.get(from) ?? 0 });
    }
    return bins;
  }
}

function countedAs(length: number): number {
  if (length < EXACT_BELOW) return length;
  const step = 2 ** Math.floor(Math.log2(length)) / STEPS_PER_DOUBLING;
  return Math.round(length / step) * step;
}

function binStart(length: number): number {
  return length < 1 ? 0 : 2 ** Math.floor(Math.log2(length));
}
