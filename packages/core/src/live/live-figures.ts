import type { WindowName } from '../stream/events/run-event.ts';
import type { StageLevel, StageLoad } from '../stream/stage/stage-load.ts';
import type { PlannedRequests } from './planned-requests.ts';

/** Quantiles so far, ms, within 1%; `Infinity` if one falls on a failed request, `NaN` without requests. */
export interface LiveQuantiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** Number of values behind them. */
  readonly count: number;
}

/** Progress of a stage that runs until its criteria are decided. */
export interface UntilDecidedFigures {
  /** Since the first measured send, ms; 0 before the first measured request has ended. */
  readonly elapsedMs: number;
  /** Duration at which it ends undecided, ms. */
  readonly maxDurationMs: number;
  /** Measured requests of the next look. */
  readonly nextLook: number;
}

/** The measured requests of one stage so far. Nothing is pooled over stages. */
export interface StageFigures {
  readonly name: string;
  readonly load: StageLoad;
  /** Absent unless the stage is a level of a sweep. */
  readonly level?: StageLevel;
  /** Position in the configured list, in which a sweep is one stage; absent if there is no list. */
  readonly place?: { readonly index: number; readonly count: number };
  readonly isInProgress: boolean;
  /** Absent if only time bounds the load. */
  readonly planned?: PlannedRequests;
  /** Progress of a stage that runs until its criteria are decided; absent for others and once it has ended. */
  readonly untilDecided?: UntilDecidedFigures;
  readonly successful: number;
  /** Excludes requests that the run itself canceled. */
  readonly failed: number;
  /** Requests canceled on purpose: neither successful nor failed. */
  readonly abandoned: number;
  /** Requests that ended per second over the last 5 s, warm-up included; `NaN` unless the stage is in progress. */
  readonly requestsPerSecond: number;
  /** From the scheduled start to the end; a failed request is infinitely slow. */
  readonly endToEndLatencyMs: LiveQuantiles;
  /** From the send to the first token, of successful requests. */
  readonly timeToFirstTokenMs: LiveQuantiles;
}

/** State of a phase. Requests are counted only by stage. */
export interface PhaseFigures {
  readonly name: string;
  readonly isInProgress: boolean;
  /** The open window over samples; undefined between windows. */
  readonly window: WindowName | undefined;
  readonly elapsedMs: number;
  /** Planned duration, ms; `NaN` if unknown. */
  readonly plannedMs: number;
  /** Lower bound of the remaining time, ms; `NaN` past the planned end, or if unknown. */
  readonly leftMs: number;
  /** The stage in progress; absent before, between and after stages. */
  readonly stage?: StageFigures;
  /** The stages that have begun, in order, the one in progress included. */
  readonly stages: readonly StageFigures[];
  /** Highest sampled RSS, bytes. */
  readonly peakResidentBytes: number;
}

/** State of a run. Unmeasured values are `NaN`. */
export interface LiveFigures {
  /** CLOCK_MONOTONIC nanoseconds. */
  readonly atNs: number;
  readonly elapsedMs: number;
  /** Lower bound of the remaining time over all phases, ms; `NaN` if unknown. */
  readonly leftMs: number;
  /** The phases that have begun, in order. */
  readonly phases: readonly PhaseFigures[];
  readonly phaseCount: number;
  /** RSS of all processes of the target at the last sample, bytes. */
  readonly residentBytes: number;
  /** Highest over all phases, bytes. */
  readonly peakResidentBytes: number;
  readonly processes: number;
  /** Sampler ticks per second over the last 2 s. */
  readonly samplingHz: number;
}

/** Reports the state of a run at any time. */
export interface LiveSource {
  figures(): LiveFigures;
  /**
   * RSS over the last minute, bytes, oldest first: the maximum of each column, so that a spike stays visible.
   * @param columns 1 to 240
   */
  residentTrace(columns: number): Float64Array;
}
