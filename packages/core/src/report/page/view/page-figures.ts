/** The distribution of a metric in one phase or stage. */
export interface PageDistribution {
  /** Label of the values: a phase, or a stage such as `load, open`. */
  readonly phase: string;
  readonly count: number;
  /** Number of failed requests, which count as infinitely slow. */
  readonly failed: number;
  /** Shares from 0 to 1, and the value that each share of the values lies at or below. */
  readonly shares: readonly number[];
  readonly valuesMs: readonly number[];
  /** Values in each bin of the metric's histogram. */
  readonly binCounts: readonly number[];
}

/** A time metric with its distributions by phase or stage. */
export interface PageDistributions {
  readonly metric: string;
  readonly description: string;
  readonly formula: string;
  /** Edges of the bins, ascending: one more than bins. */
  readonly binEdgesMs: readonly number[];
  readonly phases: readonly PageDistribution[];
}

/** Switches from one model to another, with their times. */
export interface PageSwitchCell {
  readonly phase: string;
  readonly from: string;
  readonly to: string;
  readonly count: number;
  readonly averageMs: number;
  readonly minMs: number;
  readonly maxMs: number;
}

/** A step of the start-up of a server, as text. */
export interface PageStartupStep {
  readonly name: string;
  readonly timeText: string;
  readonly memoryText: string;
}

/** Start-up of a server that the run started in one phase. */
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

/** One level of a sweep; `null` if a percentile falls on a failed request, or nothing was measured. */
export interface PageLoadLevel {
  readonly level: number;
  readonly isMet: boolean;
  /** Successful requests per second. */
  readonly throughput: number | null;
  /** Successful requests per second that met every SLO. */
  readonly goodput: number | null;
  /** p95 of the metric of each SLO, milliseconds, in the order of `slos`. */
  readonly p95Ms: readonly (number | null)[];
}

/** An SLO: a limit for each request. */
export interface PageSlo {
  readonly metric: string;
  /** Short name of the metric: `TTFT`. */
  readonly label: string;
  readonly limitMs: number;
}

/** A sweep, drawn from its stages: throughput and latency as one parameter of the load rises. */
export interface PageLoadCurve {
  readonly phase: string;
  readonly sweep: string;
  /** Axis label of that parameter. */
  readonly levelName: string;
  readonly summary: string;
  readonly slos: readonly PageSlo[];
  /** From the lowest level to the highest. */
  readonly levels: readonly PageLoadLevel[];
  /** The highest level that met the SLOs; null if none did. */
  readonly highestMet: number | null;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Throughput and latency of one stage. */
export interface PageOperatingPoint {
  readonly phase: string;
  readonly stage: string;
  /** The sweep, if the stage is a level of one. */
  readonly sweep: string | null;
  /** Successful requests per second. */
  readonly throughput: number;
  /** p95, ms, in the order of `latencies`; `null` with too few samples, or if it falls on a failed request. */
  readonly p95Ms: readonly (number | null)[];
}

/** Throughput against latency, one point per stage. */
export interface PageOperatingPoints {
  /** The latencies that can be shown, those with an SLO first. */
  readonly latencies: readonly {
    readonly metric: string;
    readonly label: string;
    readonly sloMs: number | null;
  }[];
  /** In the order of the stages; levels of a sweep from the lowest to the highest. */
  readonly points: readonly PageOperatingPoint[];
}
