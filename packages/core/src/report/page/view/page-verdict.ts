import type { ShownStatus } from '../../../verdict/criterion-verdict.ts';

/** A finding with its evidence and advice. */
export interface PageAdvice {
  readonly severity: 'critical' | 'warning' | 'note';
  /** What was found. */
  readonly finding: string;
  readonly evidence: readonly { readonly name: string; readonly value: string }[];
  /** What to do about it. */
  readonly advice: string;
  readonly phase: string | null;
  readonly stage: string | null;
  /** The anchor of the section that shows the evidence, with its phase and stage. */
  readonly anchor: string;
}

/** A row of a table of metrics, as text. */
export interface PageRow {
  readonly name: string;
  readonly value: string;
  readonly threshold: string;
  readonly margin: string;
  /** Margin as a share of the threshold; negative when missed. */
  readonly marginShare: number | null;
  readonly status: ShownStatus | 'unjudged';
  readonly remark: string;
  /** A short form of the remark. */
  readonly gist: string;
}

/** A metric of a stage, as text. */
export interface PageStageRow {
  readonly name: string;
  /** The value of a single-number metric; empty for one with percentiles, a dash for one not measured. */
  readonly value: string;
  /** p50, p95, p99 and max: empty with too few samples. */
  readonly percentiles: readonly string[];
  readonly remark: string;
}

/** Requests that failed for the same reason. */
export interface PageFailure {
  readonly kind: string;
  readonly count: number;
  /** How many of them were in a warm-up; absent if none. */
  readonly inWarmup?: number;
  /** Error message of the first of these requests. */
  readonly example: string;
}

/** Figures of a stage on the first screen, as text; empty with too few samples, a dash if not measured. */
export interface PageStageFigures {
  readonly requests: string;
  readonly requestThroughput: string;
  readonly tokenThroughput: string;
  readonly ttftP50: string;
  readonly ttftP99: string;
  readonly tpotP50: string;
  readonly latencyP50: string;
  readonly latencyP99: string;
  readonly failures: string;
  readonly memoryPeak: string;
}

/** A stage, as text. */
export interface PageStage {
  readonly name: string;
  /** The load in words. */
  readonly load: string;
  /** When and why the stage ended itself; empty if it did not. */
  readonly ending: string;
  readonly status: ShownStatus;
  /** Only for a level of a sweep. SLOs, not criteria, decide whether it is met. */
  readonly level: {
    readonly sweep: string;
    readonly text: string;
    readonly isMet: boolean;
    /** Whether it represents its sweep: the highest level that met the SLOs, or the lowest if none did. */
    readonly isBest: boolean;
  } | null;
  readonly figures: PageStageFigures;
  readonly criteria: readonly PageRow[];
  readonly metrics: readonly PageStageRow[];
  /** A table for each property of which its requests have several values: model, API, turn, conversation. */
  readonly groups: readonly {
    readonly by: string;
    readonly head: readonly string[];
    readonly rows: readonly (readonly string[])[];
  }[];
  /** The lines on its data quality. */
  readonly dataQuality: readonly string[];
  readonly failures: readonly PageFailure[];
}

/** A phase, as text. */
export interface PagePhase {
  readonly name: string;
  readonly status: ShownStatus;
  readonly durationText: string;
  readonly memoryPeak: string;
  /** Criteria judged over the whole phase. */
  readonly criteria: readonly PageRow[];
  /** Metrics of the whole phase. */
  readonly metrics: readonly PageRow[];
  readonly stages: readonly PageStage[];
  readonly stagesNotRun: readonly {
    readonly name: string;
    readonly reason: string;
    readonly criteria: readonly PageRow[];
  }[];
  readonly errors: readonly string[];
  /** Memory by use, as the server reports it; null if it does not. */
  readonly serverMemory: {
    readonly title: string;
    readonly head: readonly string[];
    readonly rows: readonly (readonly string[])[];
  } | null;
  readonly dataQuality: readonly string[];
  /** Failures of requests outside stages. */
  readonly failures: readonly PageFailure[];
}
