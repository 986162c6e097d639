import type { WindowName } from '../stream/run-event.ts';

/** Quantiles so far, milliseconds, within 1 %; `Infinity` where it falls on a request that failed, `NaN` without any. */
export interface LiveQuantiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** Values that they are made of. */
  readonly count: number;
}

/** How a phase stands. Requests are those that metrics of service count, but for their rate. */
export interface PhaseFigures {
  readonly name: string;
  readonly isUnderWay: boolean;
  /** The window that is open; undefined between windows. */
  readonly window: WindowName | undefined;
  readonly elapsedMs: number;
  /** How long it is planned to go on; `NaN` where that is not known. */
  readonly plannedMs: number;
  /** Requests that it makes at least, however long they take; 0 where there is no such bound. */
  readonly leastRequests: number;
  /** At the least; `NaN` when it takes longer than was asked for, or nobody knows. */
  readonly leftMs: number;
  readonly answered: number;
  readonly failed: number;
  /** Requests of all kinds that ended, a second, over the last five; `NaN` once the phase is over. */
  readonly requestsPerSecond: number;
  /** From when a request was due to its end; a failed request is infinitely slow. */
  readonly responseTimeMs: LiveQuantiles;
  /** From sending to the first token, of answered requests. */
  readonly timeToFirstTokenMs: LiveQuantiles;
  /** Highest resident memory that was sampled, bytes. */
  readonly peakResidentBytes: number;
}

/** How a run stands. `NaN` is what is not measured. */
export interface LiveFigures {
  /** CLOCK_MONOTONIC nanoseconds. */
  readonly atNs: number;
  readonly elapsedMs: number;
  /** At the least, over all phases that are still to come; `NaN` when nobody knows. */
  readonly leftMs: number;
  /** Those that have begun, in order. */
  readonly phases: readonly PhaseFigures[];
  readonly phaseCount: number;
  /** Resident memory of all processes of the target at the last sample, bytes. */
  readonly residentBytes: number;
  /** Highest over all phases, bytes. */
  readonly peakResidentBytes: number;
  readonly processes: number;
  /** Ticks of the sampler a second, over the last two. */
  readonly samplingHz: number;
}

/** Where the figures of a run are asked for, whenever somebody wants to know. */
export interface LiveSource {
  figures(): LiveFigures;
  /**
   * Resident memory over the last minute, bytes, oldest first: the highest of each column, so that a spike is seen.
   * @param columns 1 to 240
   */
  residentTrace(columns: number): Float64Array;
}
