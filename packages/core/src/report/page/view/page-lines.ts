/** Many numbers in little room: see pack-numbers.ts. */
export interface PackedNumbers {
  readonly count: number;
  /** What a step of one stands for, in the unit of the numbers. */
  readonly quantum: number;
  readonly base64: string;
}

/** Points of a line. A value that is absent ends a stretch: nothing is drawn from there to the next point. */
export interface PageSeries {
  readonly label: string;
  readonly timeMs: PackedNumbers;
  readonly value: PackedNumbers;
  /** Values that were recorded; more than the points where a line stood still or was thinned. */
  readonly recordedCount: number;
  /** True when points were left out that a line through the rest does not show. */
  readonly isThinned: boolean;
}

/** Memory over the whole run. */
export interface PageMemory {
  /** Resident memory of everything under test; absent when nothing was sampled. */
  readonly total: PageSeries | null;
  readonly parts: readonly PageSeries[];
  readonly processes: readonly PageSeries[];
  /** What is not drawn, and why. */
  readonly remarks: readonly string[];
  readonly peaks: readonly {
    readonly phase: string;
    readonly atMs: number;
    readonly bytes: number;
    readonly text: string;
  }[];
}

/** Rates and levels over time, one value a stretch of `stepMs`. */
export interface PageLoad {
  readonly fromMs: number;
  readonly stepMs: number;
  readonly count: number;
  readonly tokensPerSecond: PackedNumbers | null;
  /** Why there is no line of tokens. */
  readonly tokensReason: string;
  readonly requestsPerSecond: PackedNumbers;
  readonly failuresPerSecond: PackedNumbers;
  /** Average over the stretch, and most at once within it. */
  readonly concurrency: PackedNumbers;
  readonly concurrencyMax: PackedNumbers;
  /** Gaps between content events: median to within 1%, and the exact longest. */
  readonly gapMedianMs: PackedNumbers;
  readonly gapMaxMs: PackedNumbers;
}

/** What the server reported about itself, over time; absent where it reports none of it. */
export interface PageServer {
  /** Requests, summed over engines. */
  readonly running: PageSeries | null;
  readonly waiting: PageSeries | null;
  /** Shares from 0 to 1, a line for each engine. */
  readonly kvCacheUsage: readonly PageSeries[];
}
