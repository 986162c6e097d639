/**
 * What stands in report.html as data: written by core, read by the page. Times are milliseconds since the run began, memory
 * is bytes; `null` where something was not measured. Plain types without imports, since both sides share them.
 */

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

/** A stretch of time with a name, in one of the lanes above the charts. */
export interface PageSpan {
  readonly lane: 'phase' | 'window' | 'model' | 'switch';
  readonly label: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** Something that happened at a moment. */
export interface PageEvent {
  readonly atMs: number;
  readonly text: string;
}

/** Requests as columns: those that the page keeps, in order of sending. */
export interface PageRequests {
  readonly recordedCount: number;
  readonly keptCount: number;
  readonly purposes: readonly string[];
  readonly models: readonly string[];
  readonly outcomes: readonly string[];
  /** Purposes of requests as users make them. */
  readonly servicePurposes: readonly string[];
  readonly id: PackedNumbers;
  /** Index into `purposes`; likewise the next two. */
  readonly purpose: PackedNumbers;
  readonly model: PackedNumbers;
  readonly outcome: PackedNumbers;
  readonly intendedMs: PackedNumbers;
  readonly sentMs: PackedNumbers;
  readonly firstTokenMs: PackedNumbers;
  readonly endMs: PackedNumbers;
  readonly inputTokens: PackedNumbers;
  readonly outputTokens: PackedNumbers;
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
  /** Gaps between content events: median to within 1 %, and the exact longest. */
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

/** How the values of a metric are spread in one phase. */
export interface PageDistribution {
  readonly phase: string;
  readonly count: number;
  /** How many never got an answer and count as infinitely slow. */
  readonly failed: number;
  /** Shares of the values from 0 to 1, and the value that each lies at or below. */
  readonly shares: readonly number[];
  readonly valuesMs: readonly number[];
  /** Values in each bin of the metric's histogram. */
  readonly binCounts: readonly number[];
}

/** A metric of times with how it is spread, phase by phase. */
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

/** What one level of a sweep came to; `null` where a percentile falls on a request that failed, or nothing was measured. */
export interface PageLoadLevel {
  readonly level: number;
  readonly isMet: boolean;
  readonly answeredPerSecond: number | null;
  readonly goodPerSecond: number | null;
  /** p95 of each objective, milliseconds, in the order of `objectives`. */
  readonly p95Ms: readonly (number | null)[];
}

/** The curve of a sweep: how a host behaves as rate or concurrency rises. */
export interface PageLoadCurve {
  readonly phase: string;
  readonly levelName: string;
  readonly summary: string;
  readonly objectives: readonly { readonly name: string; readonly limitMs: number }[];
  /** From the lowest level to the highest. */
  readonly levels: readonly PageLoadLevel[];
  /** The knee: the highest level that met the objectives. */
  readonly highestMet: number | null;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A recommendation with its figures. */
export interface PageAdvice {
  readonly severity: 'critical' | 'warning' | 'note';
  /** What was found. */
  readonly finding: string;
  readonly evidence: readonly { readonly name: string; readonly value: string }[];
  /** What to do about it. */
  readonly advice: string;
  readonly phase: string | null;
  /** The section that shows the evidence, with the phase that it is about. */
  readonly anchor: string;
}

/** A row of a table of metrics, as text. */
export interface PageRow {
  readonly name: string;
  readonly value: string;
  readonly threshold: string;
  readonly margin: string;
  /** Room left as a share of the threshold; negative when it was missed. */
  readonly marginShare: number | null;
  readonly status: 'pass' | 'fail' | 'unjudged';
  readonly remark: string;
}

/** What a phase came to, as text. */
export interface PagePhase {
  readonly name: string;
  readonly status: 'pass' | 'fail';
  readonly durationText: string;
  readonly criteria: readonly PageRow[];
  readonly metrics: readonly PageRow[];
  readonly errors: readonly string[];
  /** What the server reports its memory is for; absent where it does not. */
  readonly serverMemory: {
    readonly title: string;
    readonly head: readonly string[];
    readonly rows: readonly (readonly string[])[];
  } | null;
  readonly honesty: readonly string[];
  readonly failures: readonly {
    readonly kind: string;
    readonly count: number;
    readonly example: string;
  }[];
}

/** Everything that the page shows. */
export interface PageData {
  readonly title: string;
  readonly timestamp: string;
  readonly status: 'pass' | 'fail';
  /** The verdict in a sentence. */
  readonly verdictText: string;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly errors: readonly string[];
  readonly advice: readonly PageAdvice[];
  readonly phases: readonly PagePhase[];
  readonly skipped: readonly { readonly phase: string; readonly reason: string }[];
  /** Epoch milliseconds of the beginning of the run. */
  readonly beganEpochMs: number;
  readonly durationMs: number;
  readonly spans: readonly PageSpan[];
  readonly events: readonly PageEvent[];
  readonly omittedEvents: number;
  readonly memory: PageMemory;
  readonly requests: PageRequests;
  readonly load: PageLoad | null;
  readonly server: PageServer;
  readonly distributions: readonly PageDistributions[];
  readonly loadCurves: readonly PageLoadCurve[];
  readonly startups: readonly PageStartup[];
  readonly switches: readonly PageSwitchCell[];
  readonly contexts: readonly PageContextCurve[];
  readonly environment: readonly { readonly name: string; readonly value: string }[];
  /** Settings that the server reported, by name; null where none were read. */
  readonly settings: {
    /** Kind and version of the server. */
    readonly server: string;
    readonly rows: readonly {
      readonly name: string;
      readonly value: string;
      /** At the last reading, where that differs; else empty. */
      readonly later: string;
    }[];
    readonly unread: readonly { readonly place: string; readonly reason: string }[];
  } | null;
  readonly glossary: readonly {
    readonly name: string;
    readonly unit: string;
    readonly description: string;
    readonly formula: string;
  }[];
}
