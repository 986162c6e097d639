/** How the values of a metric are spread in one phase or stage. */
export interface PageDistribution {
  /** What the values are of: a phase, or a stage of it as in `load, open`. */
  readonly phase: string;
  readonly count: number;
  /** How many failed and count as infinitely slow. */
  readonly failed: number;
  /** Shares of the values from 0 to 1, and the value that each lies at or below. */
  readonly shares: readonly number[];
  readonly valuesMs: readonly number[];
  /** Values in each bin of the metric's histogram. */
  readonly binCounts: readonly number[];
}

/** A metric of times with how it is spread, by phase or stage. */
export interface PageDistributions {
  readonly metric: string;
  readonly description: string;
  readonly formula: string;
  /** Edges of the bins, ascending: one more than bins. */
  readonly binEdgesMs: readonly number[];
  readonly phases: readonly PageDistribution[];
}

/** Switches from one model to another. */
export interface PageSwitchCell {
  readonly phase: string;
  readonly from: string;
  readonly to: string;
  readonly count: number;
  readonly averageMs: number;
  readonly minMs: number;
  readonly maxMs: number;
}

/** A step of the start of a server, as text. */
export interface PageStartupStep {
  readonly name: string;
  readonly timeText: string;
  readonly memoryText: string;
}

/** How a server that the run started came up in one phase. */
export interface PageStartup {
  readonly phase: string;
  readonly command: string;
  /** The page cache, peak and storage. */
  readonly facts: readonly string[];
  readonly steps: readonly PageStartupStep[];
}

/** Times of one kind against the size of a context. */
export interface PageContextCurve {
  readonly label: string;
  readonly tokens: readonly number[];
  readonly timesMs: readonly number[];
  readonly recordedCount: number;
}

/** One level of a sweep; `null` where a percentile falls on a failed request, or nothing was measured. */
export interface PageLoadLevel {
  readonly level: number;
  readonly isMet: boolean;
  /** Successful requests per second. */
  readonly throughput: number | null;
  /** Those of them that met every SLO. */
  readonly goodput: number | null;
  /** p95 of the metric of each SLO, milliseconds, in the order of `slos`. */
  readonly p95Ms: readonly (number | null)[];
}

/** A limit for each request. */
export interface PageSlo {
  readonly metric: string;
  /** What people call the metric: `TTFT`. */
  readonly label: string;
  readonly limitMs: number;
}

/** How a server behaves as one parameter of the load rises: a sweep, drawn from its stages. */
export interface PageLoadCurve {
  readonly phase: string;
  readonly sweep: string;
  /** What rises, as the label of an axis. */
  readonly levelName: string;
  readonly summary: string;
  readonly slos: readonly PageSlo[];
  /** From the lowest level to the highest. */
  readonly levels: readonly PageLoadLevel[];
  /** The highest level that met the SLOs. */
  readonly highestMet: number | null;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What one stage sustained, and how slow it was. */
export interface PageOperatingPoint {
  readonly phase: string;
  readonly stage: string;
  /** Name of the sweep that it is a level of. */
  readonly sweep: string | null;
  /** Successful requests per second. */
  readonly throughput: number;
  /** p95, milliseconds, in the order of `latencies`; `null` with too few samples, or where it falls on a failed request. */
  readonly p95Ms: readonly (number | null)[];
}

/** Throughput against latency, a point for each stage. */
export interface PageOperatingPoints {
  /** The latencies that can be shown, the most telling first. */
  readonly latencies: readonly {
    readonly metric: string;
    readonly label: string;
    readonly sloMs: number | null;
  }[];
  /** In the order of the stages; levels of a sweep from the lowest to the highest. */
  readonly points: readonly PageOperatingPoint[];
}
