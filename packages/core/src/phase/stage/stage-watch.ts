import { nowNs } from '../../stream/clock.ts';
import { isGood, type Slos } from '../../stream/rows/request-slos.ts';
import type { StageEnding } from '../../stream/stage/stage-ending.ts';
import type { StageWindow } from '../../stream/stage/stages.ts';
import type { PhaseRequest } from '../phase-journal.ts';
import type { StageTotals } from './sync/stage-sync.ts';

/** What ends the measurement window of a stage: its load by time, or the end of the last measured request. */
export type WindowEnding = 'load' | 'last-request';

/** While requests end, CPU time is read this often, ns. */
const CPU_PERIOD_NS = 20e6;

/** Follows a stage, or a part of one: its window, and how its requests end. */
export class StageWatch {
  readonly #slos: Slos;
  readonly ending: WindowEnding;
  readonly #begunNs = nowNs();
  #firstSentNs = Number.POSITIVE_INFINITY;
  #firstEndNs = Number.POSITIVE_INFINITY;
  #lastEndNs = Number.NEGATIVE_INFINITY;
  #loadEndedNs = Number.NaN;
  #hasLoadEnded = false;
  #measured = 0;
  #good = 0;
  /** Measured requests canceled on purpose. */
  #abandoned = 0;
  /** Successful measured requests that ended in the window. */
  #served = 0;
  /** Ends of successful warm-up requests: whether they are in the window is known once it has begun. */
  readonly #warmupEndsNs: number[] = [];
  #cpuBeganNs = Number.NaN;
  #cpuEndedNs = Number.NaN;
  #isCpuDue = false;
  #cpuReadNs = Number.NEGATIVE_INFINITY;
  #endedBy: StageEnding | undefined;

  /** @param SLOs that each request should meet */
  constructor(slos: Slos, ending: WindowEnding) {
    this.#slos = slos;
    this.ending = ending;
  }

  /** A request was handed over to be sent, or was sent. */
  noteSent(isWarmup: boolean): void {
    if (!isWarmup && Number.isNaN(this.#cpuBeganNs)) this.#cpuBeganNs = ownCpuNs();
  }

  /** The load will end at this time, CLOCK_MONOTONIC nanoseconds. */
  planEnd(atNs: number): void {
    this.#loadEndedNs = atNs;
  }

  /** Whether sending has stopped; stays false for a load that ends by count. */
  get hasLoadEnded(): boolean {
    return this.#hasLoadEnded;
  }

  /** The load has just ended, CLOCK_MONOTONIC nanoseconds: nothing more is sent. */
  noteLoadEnded(atNs: number): void {
    this.#hasLoadEnded = true;
    this.#loadEndedNs = atNs;
    this.#cpuEndedNs = ownCpuNs();
  }

  /** The stage has just ended itself: sending stops. */
  noteEndedItself(endedBy: StageEnding): void {
    this.#endedBy = endedBy;
    this.noteLoadEnded(nowNs());
  }

  /** The stage has sent its whole data set, and its last request has ended. */
  noteExhausted(endedBy: StageEnding): void {
    // The planned end of a load that did not last until then is none.
    if (!this.#hasLoadEnded) this.#loadEndedNs = Number.NaN;
    this.#endedBy ??= endedBy;
  }

  /** Why the stage ended itself; undefined when it did not. */
  get endedBy(): StageEnding | undefined {
    return this.#endedBy;
  }

  /** The window, CLOCK_MONOTONIC nanoseconds; empty where nothing measured was sent. */
  get window(): Pick<StageWindow, 'beganNs' | 'endedNs' | 'clientCpuNs'> {
    const endedNs =
      this.ending === 'last-request' || Number.isNaN(this.#loadEndedNs)
        ? this.#lastEndNs
        : this.#loadEndedNs;
    const firstNs = Math.min(
      Number.isFinite(this.#firstSentNs) ? this.#firstSentNs : this.#firstEndNs,
      Number.isFinite(endedNs) ? endedNs : Infinity,
    );
    const beganNs = Number.isFinite(firstNs) ? firstNs : this.#begunNs;
    this.#readDueCpu();
    const clientCpuNs = this.#cpuEndedNs - this.#cpuBeganNs;
    return {
      beganNs,
      endedNs: Math.max(beganNs, endedNs),
      ...(clientCpuNs >= 0 ? { clientCpuNs } : {}),
    };
  }

  /** Measured requests that ended: successful, failed or canceled on purpose. */
  get measured(): number {
    return this.#measured;
  }

  /** How the stage went. */
  get totals(): StageTotals {
    return {
      measured: this.#measured,
      good: this.#good,
      abandoned: this.#abandoned,
      requestsPerSecond: this.requestThroughput,
      ...(this.#endedBy === undefined ? {} : { endedBy: this.#endedBy }),
    };
  }

  /**
   * Successful requests per second of the window, including warm-up requests that ended in it, as in the metric
   * `requestThroughput`. `NaN` for an empty window.
   */
  get requestThroughput(): number {
    const { beganNs, endedNs } = this.window;
    const warm = this.#warmupEndsNs.filter((ns) => ns >= beganNs && ns <= endedNs).length;
    return endedNs > beganNs ? (this.#served + warm) / ((endedNs - beganNs) / 1e9) : Number.NaN;
  }

  /** A request is over. */
  take(row: PhaseRequest): void {
    const { purpose, outcome, sentNs, endNs } = row;
    if (outcome === 'cancelled') return;
    if (purpose === 'warm-up') {
      if (outcome === 'ok') this.#warmupEndsNs.push(endNs);
      return;
    }
    this.#measured += 1;
    if (outcome === 'abandoned') this.#abandoned += 1;
    if (sentNs < this.#firstSentNs) this.#firstSentNs = sentNs;
    this.#firstEndNs = Math.min(this.#firstEndNs, endNs);
    this.#lastEndNs = Math.max(this.#lastEndNs, endNs);
    if (this.ending === 'last-request') this.#readCpuSoon(endNs);
    if (isGood(row, this.#slos)) this.#good += 1;
    const isLate = this.ending === 'load' && endNs > this.#loadEndedNs;
    if (outcome === 'ok' && !isLate) this.#served += 1;
  }

  /** From time to time, as the system takes tens of microseconds for it; in any case when the window is read. */
  #readCpuSoon(endNs: number): void {
    this.#isCpuDue = true;
    if (endNs - this.#cpuReadNs < CPU_PERIOD_NS) return;
    this.#cpuReadNs = endNs;
    this.#readDueCpu();
  }

  #readDueCpu(): void {
    if (this.#isCpuDue) this.#cpuEndedNs = ownCpuNs();
    this.#isCpuDue = false;
  }
}

/** CPU time of all threads of this process, the client. */
function ownCpuNs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1000;
}
