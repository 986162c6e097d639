import type { RequestRow } from '../../../stream/rows/request-row.ts';
import { arrivalNs, inOrderOfArrival } from '../../../stream/stage/arrivals.ts';

/** Collects requests that end, and returns the first ones to arrive once all of those have ended. */
export interface ArrivedRows {
  /** A measured request is over. */
  take(row: RequestRow): void;
  /** The first `count` requests in order of arrival; undefined until all of them are over. */
  first(count: number): readonly RequestRow[] | undefined;
  /** Releases all rows. */
  clear(): void;
}

const CLOSED = { kind: 'closed' } as const;
const OPEN = { kind: 'open' } as const;

/** Requests of a closed loop, which arrive when they are sent. */
export class SentRows implements ArrivedRows {
  /** Send times of requests in flight, or shortly before, CLOCK_MONOTONIC nanoseconds. */
  readonly #inFlight = new Map<object, number>();
  /** Ended, and sent before every request in flight. */
  #settled: RequestRow[] = [];
  /** Ended, but an earlier request may still be in flight. */
  #pending: RequestRow[] = [];
  /** The oldest request in flight. Nothing settles before it is over. */
  #oldest: object | undefined;

  /**
   * A measured request was sent.
   * @param request identifies it
   * @param atNs CLOCK_MONOTONIC nanoseconds; no later than its row has it
   */
  noteSent(request: object, atNs: number): void {
    // A resent request counts from its first send: a bound that is too early only delays a look.
    if (!this.#inFlight.has(request)) this.#inFlight.set(request, atNs);
  }

  /** A request is over. */
  noteOver(request: object): void {
    this.#inFlight.delete(request);
  }

  take(row: RequestRow): void {
    this.#pending.push(row);
  }

  first(count: number): readonly RequestRow[] | undefined {
    if (this.#settled.length + this.#pending.length < count) return undefined;
    if (this.#settled.length < count) this.#settle();
    if (this.#settled.length < count) return undefined;
    this.#settled = inOrderOfArrival(CLOSED, this.#settled);
    return this.#settled.slice(0, count);
  }

  clear(): void {
    this.#settled = [];
    this.#pending = [];
  }

  #settle(): void {
    if (this.#oldest !== undefined && this.#inFlight.has(this.#oldest)) return;
    let oldestNs = Number.POSITIVE_INFINITY;
    this.#oldest = undefined;
    for (const [request, atNs] of this.#inFlight) {
      if (atNs >= oldestNs) continue;
      oldestNs = atNs;
      this.#oldest = request;
    }
    const pending: RequestRow[] = [];
    for (const row of this.#pending) {
      if (arrivalNs(CLOSED, row) < oldestNs) this.#settled.push(row);
      else pending.push(row);
    }
    this.#pending = pending;
  }
}

/** The scheduled starts of requests. */
export interface ScheduledTimes {
  /** Origin of the offsets, CLOCK_MONOTONIC nanoseconds. */
  readonly beginNs: number;
  /** Nanoseconds after the beginning, ascending, the warm-up first. */
  readonly offsetsNs: Float64Array;
  readonly warmup: number;
}

/** Requests on a schedule, which arrive at their scheduled start, even when they are sent later. */
export class ScheduledRows implements ArrivedRows {
  #times: ScheduledTimes | undefined;
  #rows: RequestRow[] = [];
  /** The number of first arrivals that the last call asked for. */
  #count = 0;
  /** Scheduled start of the last of them; `NaN` where the schedule has fewer. */
  #lastNs = Number.NaN;
  /** Requests scheduled by then that have ended. */
  #overBy = 0;

  /** The schedule begins. */
  follow(times: ScheduledTimes): void {
    this.#times = times;
  }

  take(row: RequestRow): void {
    this.#rows.push(row);
    if (arrivalNs(OPEN, row) <= this.#lastNs) this.#overBy += 1;
  }

  first(count: number): readonly RequestRow[] | undefined {
    if (this.#rows.length < count) return undefined;
    if (count !== this.#count) {
      this.#count = count;
      this.#lastNs = this.#scheduledNs(count);
      this.#overBy = this.#rows.filter((row) => arrivalNs(OPEN, row) <= this.#lastNs).length;
    }
    if (this.#overBy < count) return undefined;
    this.#rows = inOrderOfArrival(OPEN, this.#rows);
    return this.#rows.slice(0, count);
  }

  clear(): void {
    this.#rows = [];
  }

  #scheduledNs(count: number): number {
    if (this.#times === undefined) return Number.NaN;
    const { beginNs, offsetsNs, warmup } = this.#times;
    return beginNs + (offsetsNs[warmup + count - 1] ?? Number.NaN);
  }
}
