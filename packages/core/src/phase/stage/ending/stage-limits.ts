import type { StageEnding } from '../../../stream/stage/stage-ending.ts';
import type { PhaseRequest } from '../../phase-journal.ts';
import { FirstFailures } from '../../watch/first-failures.ts';
import { isLost, isOutage, OutageState } from '../../watch/outage-state.ts';
import { defaultLimits, type Limits } from './limit-options.ts';
import { mostFrequent, RecentFailures, type Failure } from './recent-failures.ts';
import { OverSaturation } from './over-saturation.ts';

/** First failures of a stage that are alike and end it, in a load with several requests in flight. */
const FIRST_ALIKE = 8;
const IN_A_LOAD = { alike: FIRST_ALIKE, timeouts: FIRST_ALIKE, inAnyWay: Infinity };

/** Most lost requests that are kept until it is known whether they were an outage. */
const MOST_LOST = 100;

/** State of the stage that {@link StageLimits} needs. */
export interface StageState {
  /** Whether a request of the phase succeeded before the stage: only then can a lost request be part of an outage. */
  readonly hasSucceeded: boolean;
  /** Whether its load has ended: requests in the drain end nothing. */
  readonly hasLoadEnded: () => boolean;
}

type Details<Ending> = Ending extends StageEnding ? Omit<Ending, 'afterMs' | 'requests'> : never;

/**
 * Decides when a stage ends itself: too many requests fail, the server is unreachable for too long, or the server is
 * over-saturated, if that is set. Requests lost in an outage are not failures here. Takes requests in the order in which
 * they end.
 */
export class StageLimits {
  readonly #limits: Limits;
  readonly #first = new FirstFailures(IN_A_LOAD);
  readonly #recent = new RecentFailures();
  readonly #outage: OutageState;
  readonly #saturation: OverSaturation | undefined;
  readonly #hasLoadEnded: () => boolean;
  readonly #over = new AbortController();
  /** Lost requests, which count as failures unless there was an outage. */
  #lost: PhaseRequest[] = [];
  #firstSentNs = Number.POSITIVE_INFINITY;
  #requests = 0;
  #hasMeasured = false;
  #ending: StageEnding | undefined;

  constructor(limits: Partial<Limits> | undefined, { hasSucceeded, hasLoadEnded }: StageState) {
    this.#limits = { ...defaultLimits(), ...limits };
    this.#outage = new OutageState(hasSucceeded);
    this.#hasLoadEnded = hasLoadEnded;
    this.#saturation = this.#limits.stopOverSaturated ? new OverSaturation() : undefined;
  }

  /** Aborted when the stage ends itself: nothing more is sent then. */
  get signal(): AbortSignal {
    return this.#over.signal;
  }

  /** Why the stage ended itself; undefined while it has not. */
  get ending(): StageEnding | undefined {
    return this.#ending;
  }

  /** The stage of another worker ended itself. */
  endFor(ending: StageEnding): void {
    if (this.#ending !== undefined || this.#hasLoadEnded()) return;
    this.#ending = ending;
    this.#over.abort();
  }

  /** A request of a schedule was sent, CLOCK_MONOTONIC nanoseconds. */
  noteSent(atNs: number): void {
    this.#saturation?.noteSent(atNs);
  }

  /** A request is over. Requests that the run canceled or dropped, and provoked refusals, show nothing. */
  take(row: PhaseRequest): void {
    const { outcome } = row;
    if (this.#ending !== undefined || outcome === 'cancelled' || outcome === 'dropped') return;
    this.#requests += 1;
    this.#hasMeasured ||= row.purpose !== 'warm-up';
    if (row.sentNs < this.#firstSentNs) this.#firstSentNs = row.sentNs;
    const saturated = this.#saturation?.take(row);
    // A request canceled on purpose has left the load and is not a failure.
    if (outcome !== 'abandoned') this.#takeOutcome(row);
    if (saturated !== undefined) this.#end({ kind: 'saturated', ...saturated }, row.endNs);
  }

  #takeOutcome(row: PhaseRequest): void {
    const ended = this.#outage.take(row);
    if (ended !== undefined) this.#endOutage(isOutage(ended, row.sentNs), row.endNs);
    if (this.#outage.open !== undefined && isLost(row)) this.#lose(row);
    else if (row.outcome !== 'refused') this.#count(row);
  }

  /** @param wasOutage whether the lost requests were an outage; otherwise they count as failures */
  #endOutage(wasOutage: boolean, atNs: number): void {
    const lost = this.#lost;
    this.#lost = [];
    if (!wasOutage) for (const row of lost) this.#fail(row, atNs);
  }

  #lose(row: PhaseRequest): void {
    const { open } = this.#outage;
    if (open === undefined) return;
    if (this.#lost.length < MOST_LOST) this.#lost.push(row);
    const { maxOutageMs } = this.#limits;
    const outageMs = (row.endNs - open.beganNs) / 1e6;
    if (outageMs < maxOutageMs || !isOutage(open, row.endNs)) return;
    const { requests: failed, cause: errorKind, message: errorMessage } = open;
    const ending = { outageMs, maxOutageMs, failed, errorKind, errorMessage };
    this.#end({ kind: 'outage', ...ending }, row.endNs);
  }

  #count(row: PhaseRequest): void {
    if (row.outcome !== 'ok') return this.#fail(row, row.endNs);
    this.#first.take(row);
    this.#recent.take(undefined);
  }

  #fail(row: PhaseRequest, atNs: number): void {
    const { maxErrorRate } = this.#limits;
    if (maxErrorRate === 1) return;
    this.#recent.take(row);
    if (this.#first.take(row)) return this.#endByErrors(this.#first.failures, {}, atNs);
    if (!this.#recent.exceeds(maxErrorRate)) return;
    const last = this.#recent.count;
    this.#endByErrors(this.#recent.failures, { last, maxErrorRate }, atNs);
  }

  #endByErrors(
    failures: readonly Failure[],
    share: { readonly last?: number; readonly maxErrorRate?: number },
    atNs: number,
  ): void {
    const { errorKind, errorMessage, count: errorCount } = mostFrequent(failures);
    const failed = failures.length;
    const isInWarmup = !this.#hasMeasured;
    const failure = { failed, isInWarmup, errorKind, errorMessage, errorCount };
    this.#end({ kind: 'errors', last: failed, ...share, ...failure }, atNs);
  }

  #end(details: Details<StageEnding>, atNs: number): void {
    if (this.#ending !== undefined || this.#hasLoadEnded()) return;
    const beganNs = Math.min(this.#firstSentNs, atNs);
    const afterMs = (atNs - beganNs) / 1e6;
    this.#ending = { ...details, afterMs, requests: this.#requests };
    this.#over.abort();
  }
}
