import { nowNs } from '../../../stream/clock.ts';
import { isArrival, requestsOfLook } from '../../../stream/stage/arrivals.ts';
import type { StageDecided } from '../../../stream/stage/stage-decided.ts';
import type { StageLoad } from '../../../stream/stage/stage-load.ts';
import type { LoadEnding } from '../../../target/server/load/load-plan.ts';
import type { PhaseContext } from '../../phase.ts';
import type { PhaseRequest } from '../../phase-journal.ts';
import { SentRows, ScheduledRows, type ScheduledTimes } from './arrived-rows.ts';
import { isWhole, sliceOf, WHOLE, type Slice } from '../../../workload/slice/slice.ts';
import type { StageStop } from '../sync/stage-sync.ts';
import type { LookSummary, StageSummary } from '../sync/stage-summary.ts';
import type { StageDecision } from './stage-decision.ts';

/** A stage that runs until its criteria are decided. */
export interface DecidedStage {
  readonly name: string;
  readonly kind: 'closed' | 'open';
  readonly maxDurationMs: number;
  /** The part of this worker in its measured requests; all when absent. */
  readonly slice?: Slice;
}

/**
 * Looks at the requests of a stage at doubling counts until its criteria are decided. A look takes the first requests to
 * arrive, once all of them are over: the first to end would be the short ones.
 */
export class UntilDecided {
  readonly #stage: DecidedStage;
  readonly #decision: StageDecision;
  readonly #sent = new SentRows();
  readonly #scheduled = new ScheduledRows();
  readonly #decided = new AbortController();
  readonly #slice: Slice;
  /** The looks of this worker, where all workers look together. */
  readonly #summaries: LookSummary[] = [];
  #reported = 0;
  #stop: Extract<StageStop, { kind: 'decided' }> | undefined;
  #taken = 0;
  #looks = 0;

  /** @throws {TypeError} when the phase has nothing to decide by */
  constructor({ decision }: Pick<PhaseContext, 'decision'>, stage: DecidedStage) {
    if (decision === undefined) {
      throw new TypeError(`stage "${stage.name}" has no decision that ends it`);
    }
    this.#decision = decision;
    this.#stage = stage;
    this.#slice = stage.slice ?? WHOLE;
  }

  /** How the stage ends, as events record it. */
  get ending(): Pick<
    Extract<StageLoad, { kind: 'closed' }>,
    'until' | 'maxDurationMs' | 'firstLook'
  > {
    const { maxDurationMs } = this.#stage;
    return { until: 'decided', maxDurationMs, firstLook: this.#decision.firstLook };
  }

  /** The end of a load without a schedule. */
  get loadEnding(): LoadEnding {
    return {
      kind: 'decided',
      maxDurationNs: this.#stage.maxDurationMs * 1e6,
      isDecided: () => this.look(),
    };
  }

  /** The end of a load with a schedule. @param untilNs end of the schedule, CLOCK_MONOTONIC nanoseconds; later decisions end nothing */
  endingBefore(untilNs: number): LoadEnding {
    const isDecided = (): boolean => nowNs() < untilNs && this.look();
    return { kind: 'decided', maxDurationNs: Infinity, isDecided };
  }

  /** Aborted once every criterion is decided. */
  get signal(): AbortSignal {
    return this.#decided.signal;
  }

  /** A request is over and recorded; only measured ones count. */
  take(row: PhaseRequest): void {
    if (this.signal.aborted || !isArrival(row)) return;
    this.#taken += 1;
    const { name: stage } = this.#stage;
    this.#rows.take({ ...row, id: this.#taken, phase: 'load', stage });
  }

  /** A request of a closed loop was sent. @param atNs CLOCK_MONOTONIC nanoseconds; no later than its row has it */
  noteSent(request: object, atNs: number, isWarmup: boolean): void {
    if (this.#stage.kind === 'closed' && !isWarmup) this.#sent.noteSent(request, atNs);
  }

  /** A request of a closed loop is over. */
  noteOver(request: object): void {
    this.#sent.noteOver(request);
  }

  /** The schedule of an open loop begins. */
  follow(times: ScheduledTimes): void {
    this.#scheduled.follow(times);
  }

  /** All workers together have decided the stage. */
  endDecided(stop: Extract<StageStop, { kind: 'decided' }>): void {
    this.#stop = stop;
    this.#decided.abort();
    this.#rows.clear();
  }

  /** The looks of this worker, where there are new ones and others look, too. */
  takeSummary(): StageSummary | undefined {
    if (this.#reported === this.#summaries.length) return undefined;
    this.#reported = this.#summaries.length;
    return { workers: this.#slice.count, looks: [...this.#summaries] };
  }

  /** Makes all looks that are possible now. @returns whether all criteria are decided */
  look(): boolean {
    while (!this.signal.aborted) {
      const look = this.#looks + 1;
      const count = requestsOfLook(this.#decision.firstLook, look);
      const rows = this.#rows.first(sliceOf(count, this.#slice));
      if (rows === undefined) return false;
      this.#looks += 1;
      if (!isWhole(this.#slice)) {
        const criteria = this.#decision.summarize(this.#stage.name, rows);
        this.#summaries.push({ look, requests: rows.length, criteria });
        continue;
      }
      if (!this.#decision.isDecided(this.#stage.name, rows, this.#looks)) continue;
      this.#decided.abort();
      this.#rows.clear();
    }
    return true;
  }

  /** How the stage ended. Call it once its requests are over, and not after a failure. */
  conclude(): StageDecided {
    const isDecided = this.look();
    if (this.#stop !== undefined) {
      const { looks, requests } = this.#stop;
      return { endedBy: 'decided', looks, requests };
    }
    return {
      endedBy: isDecided ? 'decided' : 'max-duration',
      looks: this.#looks,
      requests: this.#looks === 0 ? 0 : requestsOfLook(this.#decision.firstLook, this.#looks),
    };
  }

  get #rows(): SentRows | ScheduledRows {
    return this.#stage.kind === 'closed' ? this.#sent : this.#scheduled;
  }
}
