import type { ShownStatus } from '../../../verdict/criterion-verdict.ts';

/** A recommendation with its figures. */
export interface PageAdvice {
  readonly severity: 'critical' | 'warning' | 'note';
  /** What was found. */
  readonly finding: string;
  readonly evidence: readonly { readonly name: string; readonly value: string }[];
  /** What to do about it. */
  readonly advice: string;
  readonly phase: string | null;
  readonly stage: string | null;
  /** The section that shows the evidence, with the phase and the stage that it is about. */
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
  readonly status: ShownStatus | 'unjudged';
  readonly remark: string;
  /** The remark in a few words. */
  readonly gist: string;
}

/** A metric of a stage, as text. */
export interface PageStageRow {
  readonly name: string;
  /** Of a metric that is one number; empty for one that has percentiles, a dash for one that was not measured. */
  readonly value: string;
  /** p50, p95, p99 and max: empty with too few samples. */
  readonly percentiles: readonly string[];
  readonly remark: string;
}

/** Requests that failed in the same way. */
export interface PageFailure {
  readonly kind: string;
  readonly count: number;
  /** How many of them were in a warm-up; absent where none was. */
  readonly inWarmup?: number;
  /** Error message of the first of them. */
  readonly example: string;
}

/** The figures of a stage on the first screen, as text; empty with too few samples, a dash where nothing was measured. */
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

/** One load of a phase, as text. */
export interface PageStage {
  readonly name: string;
  /** The load in words. */
  readonly load: string;
  /** When and why it ended itself, in words; empty where it did not. */
  readonly ending: string;
  readonly status: ShownStatus;
  /** Of a level of a sweep: criteria leave it alone. */
  readonly level: {
    readonly sweep: string;
    readonly text: string;
    readonly isMet: boolean;
    /** Whether it stands for its sweep: the highest level that met the SLOs, else the lowest. */
    readonly isBest: boolean;
  } | null;
  readonly figures: PageStageFigures;
  readonly criteria: readonly PageRow[];
  readonly metrics: readonly PageStageRow[];
  /** How good the data is. */
  readonly dataQuality: readonly string[];
  readonly failures: readonly PageFailure[];
}

/** A phase, as text. */
export interface PagePhase {
  readonly name: string;
  readonly status: ShownStatus;
  readonly durationText: string;
  readonly memoryPeak: string;
  /** Those that were judged over the phase. */
  readonly criteria: readonly PageRow[];
  /** Of the phase as a whole. */
  readonly metrics: readonly PageRow[];
  readonly stages: readonly PageStage[];
  readonly stagesNotRun: readonly {
    readonly name: string;
    readonly reason: string;
    readonly criteria: readonly PageRow[];
  }[];
  readonly errors: readonly string[];
  /** What the server reports its memory is for; absent where it does not. */
  readonly serverMemory: {
    readonly title: string;
    readonly head: readonly string[];
    readonly rows: readonly (readonly string[])[];
  } | null;
  readonly dataQuality: readonly string[];
  /** Of requests of no stage. */
  readonly failures: readonly PageFailure[];
}
