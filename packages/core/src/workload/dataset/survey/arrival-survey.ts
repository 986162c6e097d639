import * as z from 'zod';

/** When the requests of a file arrive. */
export interface ArrivalSummary {
  readonly requests: number;
  /** From the first arrival to the last, seconds. */
  readonly spanSeconds: number;
  /** Mean rate over the span; absent for a span of 0. */
  readonly ratePerSecond?: number;
  /** The most arrivals within one second of the trace. */
  readonly mostInOneSecond: number;
  /**
   * Variation of the gaps between arrivals: standard deviation over mean. 1 for Poisson, 0 for constant, more where it is
   * burstier. Absent with fewer than two gaps, or where all arrive at one time.
   */
  readonly gapVariation?: number;
  /** The burstiness of gamma arrivals with that variation: 1 for Poisson, less where it is burstier. */
  readonly burstiness?: number;
  /** Different times. */
  readonly distinctTimes: number;
  /** The most arrivals at one time. */
  readonly mostAtOneTime: number;
}

export const ArrivalSummarySchema: z.ZodType<ArrivalSummary, ArrivalSummary> = z.object({
  requests: z.int().positive(),
  spanSeconds: z.number().nonnegative(),
  ratePerSecond: z.number().positive().exactOptional(),
  mostInOneSecond: z.int().positive(),
  gapVariation: z.number().nonnegative().exactOptional(),
  burstiness: z.number().positive().exactOptional(),
  distinctTimes: z.int().positive(),
  mostAtOneTime: z.int().positive(),
});

const NS = 1e9;

/** Follows arrivals in bounded memory. */
export class ArrivalSurvey {
  #requests = 0;
  #firstNs = Infinity;
  #lastNs = Number.NEGATIVE_INFINITY;
  #gaps = 0;
  #meanGap = 0;
  #squares = 0;
  #distinct = 0;
  #atOneTime = 0;
  #mostAtOneTime = 0;
  #second = Number.NaN;
  #inSecond = 0;
  #mostInSecond = 0;

  /** @param atNs arrival, nanoseconds; not before the one before */
  add(atNs: number): void {
    this.#requests += 1;
    this.#firstNs = Math.min(this.#firstNs, atNs);
    if (this.#requests > 1) this.#addGap(atNs - this.#lastNs);
    const isRepeated = atNs === this.#lastNs;
    this.#distinct += isRepeated ? 0 : 1;
    this.#atOneTime = isRepeated ? this.#atOneTime + 1 : 1;
    this.#mostAtOneTime = Math.max(this.#mostAtOneTime, this.#atOneTime);
    const second = Math.floor(atNs / NS);
    this.#inSecond = second === this.#second ? this.#inSecond + 1 : 1;
    this.#second = second;
    this.#mostInSecond = Math.max(this.#mostInSecond, this.#inSecond);
    this.#lastNs = atNs;
  }

  /** Undefined without an arrival. */
  summary(): ArrivalSummary | undefined {
    if (this.#requests === 0) return undefined;
    const spanSeconds = (this.#lastNs - this.#firstNs) / NS;
    const variation = Math.sqrt(this.#squares / (this.#gaps - 1)) / this.#meanGap;
    return {
      requests: this.#requests,
      spanSeconds,
      ...(spanSeconds > 0 ? { ratePerSecond: (this.#requests - 1) / spanSeconds } : {}),
      mostInOneSecond: this.#mostInSecond,
      ...(Number.isFinite(variation) ? { gapVariation: variation } : {}),
      ...(Number.isFinite(variation) && variation > 0 ? { burstiness: variation ** -2 } : {}),
      distinctTimes: this.#distinct,
      mostAtOneTime: this.#mostAtOneTime,
    };
  }

  /** Mean and sum of squared deviations, by Welford's method. */
  #addGap(gapNs: number): void {
    this.#gaps += 1;
    const before = gapNs - this.#meanGap;
    this.#meanGap += before / this.#gaps;
    this.#squares += before * (gapNs - this.#meanGap);
  }
}
