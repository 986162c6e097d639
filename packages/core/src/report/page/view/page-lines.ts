/** Compactly encoded numbers; see pack-numbers.ts. */
export interface PackedNumbers {
  readonly count: number;
  /** Resolution, in the unit of the numbers. */
  readonly quantum: number;
  readonly base64: string;
}

/** Points of a line. A missing value breaks the line until the next point. */
export interface PageSeries {
  readonly label: string;
  readonly timeMs: PackedNumbers;
  readonly value: PackedNumbers;
  /** Number of recorded values; more than the points if the line was constant in places or thinned. */
  readonly recordedCount: number;
  /** True if points were dropped that do not lie on the line through the rest. */
  readonly isThinned: boolean;
}

/** Memory over the whole run. */
export interface PageMemory {
  /** RSS of all target processes; null when nothing was sampled. */
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

/** Rates and levels over time, one value per `stepMs`. */
export interface PageLoad {
  readonly fromMs: number;
  readonly stepMs: number;
  readonly count: number;
  readonly tokensPerSecond: PackedNumbers | null;
  /** Why `tokensPerSecond` is null; otherwise empty. */
  readonly tokensReason: string;
  readonly requestsPerSecond: PackedNumbers;
  readonly failuresPerSecond: PackedNumbers;
  /** Average and maximum in each step. */
  readonly concurrency: PackedNumbers;
  readonly concurrencyMax: PackedNumbers;
  /** Inter-token latency: median to within 1%, and exact maximum. */
  readonly gapMedianMs: PackedNumbers;
  readonly gapMaxMs: PackedNumbers;
}

/** Server metrics over time; null or empty if the server does not report them. */
export interface PageServer {
  /** Requests, summed over engines. */
  readonly running: PageSeries | null;
  readonly waiting: PageSeries | null;
  /** Shares from 0 to 1, one line per engine. */
  readonly kvCacheUsage: readonly PageSeries[];
}
