import type { PhaseName } from '../../../spec/contract/test-config.ts';
import type { StageEnding } from '../../../stream/stage/stage-ending.ts';
import type { StageSummary } from './stage-summary.ts';

/** Identifies a stage of a run. */
export interface StageKey {
  readonly phase: PhaseName;
  /** Its name; that of a level of a sweep is `SWEEP/VALUE`. */
  readonly stage: string;
}

/** How a stage went: of one worker, or of all. */
export interface StageTotals {
  /** Measured requests that ended. */
  readonly measured: number;
  /** Those that met every SLO. */
  readonly good: number;
  /** Those that were canceled on purpose. */
  readonly abandoned: number;
  /** Successful requests per second of the window; `NaN` where nothing was measured. Rates of workers add. */
  readonly requestsPerSecond: number;
  /** Why the stage ended itself, of any worker; absent where it did not. */
  readonly endedBy?: StageEnding;
}

/** Share of the measured requests that met every SLO, without those canceled on purpose; 0 when there was none. */
export function attainmentOf({
  measured,
  good,
  abandoned,
}: Pick<StageTotals, 'measured' | 'good' | 'abandoned'>): number {
  const attempted = measured - abandoned;
  return attempted === 0 ? 0 : good / attempted;
}

/** Why a stage that is still in progress ends for all workers. */
export type StageStop =
  /** Its criteria are decided. */
  | { readonly kind: 'decided'; readonly looks: number; readonly requests: number }
  /** Another worker's stage ended itself. */
  | { readonly kind: 'ended-itself'; readonly endedBy: StageEnding };

/** A stage in progress that ends for all workers together. */
export interface StageFollowing {
  /** Aborted when the stage ends for all; `stop` then has the reason. */
  readonly signal: AbortSignal;
  readonly stop: StageStop | undefined;
  /** The looks of this worker so far. Called at most once a second. */
  report(summary: StageSummary): void;
  /** The stage of this worker ended itself: it ends for all. */
  endedItself(endedBy: StageEnding): void;
  /** The load of this worker has ended. */
  close(): void;
}

/** Connects the stages of a run with those of its other workers. */
export interface StageSync {
  /** Whether stages can use results of all workers; false for a slice without a bus. */
  readonly isJoined: boolean;
  /**
   * This worker has prepared the stage.
   * @returns when to start, CLOCK_MONOTONIC nanoseconds of this machine; undefined to start immediately
   * @throws the reason when the run is aborted or another worker is lost
   */
  ready(key: StageKey, signal: AbortSignal): Promise<number | undefined>;
  /** Follows a stage while its load is sent; absent where no other worker can end it. */
  follow?(key: StageKey): StageFollowing;
  /**
   * The stage of this worker ended.
   * @returns the totals of all workers
   * @throws the reason when the run is aborted or another worker is lost
   */
  ended(key: StageKey, own: StageTotals, signal: AbortSignal): Promise<StageTotals>;
}
