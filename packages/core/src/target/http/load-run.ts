import { nowNs } from '../../stream/clock.ts';
import type { Transport } from '../transport/transport.ts';
import type { AnsweredRequest } from './answering.ts';
import type { ExchangeOrder, Exchanges } from './exchanges.ts';
import type { HttpSession } from './http-session.ts';
import type { LoadOutcome, LoadPlan, LoadRequest } from './load-plan.ts';
import { ClosedLoopPace, type PacedRequest } from './pacing/closed-loop-pace.ts';
import { asNeverSent, neverSent } from './pacing/never-sent.ts';
import { followingOrder, type Via } from './redirect/following-order.ts';

/** How long before their times requests are handed to the transport. */
const AHEAD_NS = 2e9;

/** Requests that wait in the transport at most, beside those on connections: what JavaScript may sleep through. */
const MOST_WAITING = 2048;

/** How often it is looked whether requests come due soon. */
const PERIOD_MS = 100;

/**
 * How long after its end a load still waits for its least number of requests when every slot fails, ns. Without a success
 * the number says nothing.
 */
const PATIENCE_NS = 10e9;

/** One plan in progress: hands requests over ahead of their times, and follows each to its end. */
export class LoadRun {
  readonly #plan: LoadPlan;
  readonly #session: HttpSession;
  readonly #transport: Transport;
  readonly #exchanges: Exchanges;
  readonly #via: Via;
  readonly #requests: Iterator<LoadRequest>;
  readonly #pace: ClosedLoopPace;
  /** Taken from the plan and not handed over yet. */
  #next: PacedRequest | undefined;
  #places = 0;
  /** Times of the requests with a time that wait in the transport. */
  readonly #dueAheadNs: number[] = [];
  /** The plan has no more. */
  #isExhausted = false;
  /** Nothing more is handed over. */
  #isStopped = false;
  #abortedNs = Number.NaN;
  #isPastEnd = false;
  #inTransport = 0;
  #overCount = 0;
  #lastSuccessNs = Number.NEGATIVE_INFINITY;
  #failure: { readonly reason: unknown } | undefined;
  #resolve: () => void = () => {};

  /** @param maxConnections requests in flight at most: the slots of a closed loop */
  constructor(
    plan: LoadPlan,
    session: HttpSession,
    transport: Transport,
    exchanges: Exchanges,
    maxConnections: number,
  ) {
    this.#plan = plan;
    this.#session = session;
    this.#transport = transport;
    this.#exchanges = exchanges;
    this.#via = { redirects: session.redirects, transport, exchanges };
    this.#requests = plan.requests[Symbol.iterator]();
    this.#pace = new ClosedLoopPace(maxConnections, {
      unsentOf: (ids) => exchanges.unsentOf(ids),
      cancel: (ids) => transport.cancel(ids),
      onRoom: () => this.#feed(),
    });
  }

  /** Resolves when all requests are over; an abort ends those in flight first. @throws what `onOver` threw */
  async toEnd(signal: AbortSignal): Promise<void> {
    const abort = (): void => this.#abandon();
    const timer = setInterval(() => this.#feed(), PERIOD_MS);
    const endTimer = this.#armEnd();
    signal.addEventListener('abort', abort, { once: true });
    try {
      await new Promise<void>((resolve) => {
        this.#resolve = resolve;
        this.#feed();
      });
    } finally {
      clearInterval(timer);
      clearTimeout(endTimer);
      signal.removeEventListener('abort', abort);
      this.#pace.stop();
      this.#requests.return?.();
    }
    if (this.#failure !== undefined) throw this.#failure.reason;
  }

  #armEnd(): NodeJS.Timeout | undefined {
    const { untilNs } = this.#plan;
    if (Number.isNaN(untilNs)) return undefined;
    const end = (): void => {
      this.#isPastEnd = true;
      this.#endWhenEnough();
    };
    return setTimeout(end, Math.max(0, (untilNs - nowNs()) / 1e6));
  }

  #endWhenEnough(): void {
    if (!this.#isPastEnd || this.#isStopped) return;
    const { untilNs, minRequests } = this.#plan;
    const sinceNs = Math.max(untilNs, this.#lastSuccessNs);
    const isHopeless = this.#pace.areAllFailing && nowNs() > sinceNs + PATIENCE_NS;
    if (this.#overCount < minRequests && !isHopeless) return;
    this.#stop();
    this.#transport.endSending();
    this.#settle();
  }

  #stop(): void {
    this.#isStopped = true;
    this.#pace.stop();
  }

  /** What was due by now and is not sent is dropped; what comes later, or waits for a slot, does not exist. */
  #abandon(): void {
    const now = nowNs();
    const unsent = this.#takeDue(now);
    this.#abortedNs = now;
    this.#stop();
    for (const { request } of unsent) this.#report({ request, answered: neverSent(now) });
    this.#transport.cancel('all');
    this.#settle();
  }

  /** Takes the requests of the plan that were due and are not handed over yet. */
  #takeDue(now: number): PacedRequest[] {
    const due: PacedRequest[] = [];
    for (let next = this.#peek(); next !== undefined; next = this.#peek()) {
      if (!(next.request.dueNs <= now)) break;
      this.#shift();
      due.push(next);
    }
    return due;
  }

  /** Hands over what is due soon, and what slots have room for. */
  #feed(): void {
    this.#endWhenEnough();
    const now = nowNs();
    while ((this.#dueAheadNs[0] ?? Infinity) <= now) this.#dueAheadNs.shift();
    const batch: PacedRequest[] = [];
    let room = this.#pace.room(MOST_WAITING);
    for (let next = this.#peek(); next !== undefined; next = this.#peek()) {
      const { dueNs } = next.request;
      if (Number.isNaN(dueNs)) {
        if (room <= 0) break;
        room -= 1;
      } else if (dueNs > now) {
        if (dueNs > now + AHEAD_NS || this.#dueAheadNs.length >= MOST_WAITING) break;
        this.#dueAheadNs.push(dueNs);
      }
      this.#shift();
      batch.push(next);
    }
    this.#begin(batch);
    this.#settle();
  }

  #peek(): PacedRequest | undefined {
    if (this.#isStopped) return undefined;
    const returned = this.#pace.nextReturned;
    if (returned !== undefined) return returned;
    if (this.#next === undefined && !this.#isExhausted) {
      const { value, done } = this.#requests.next();
      if (done === true) this.#isExhausted = true;
      else this.#next = this.#number(value);
    }
    return this.#next;
  }

  #number(request: LoadRequest): PacedRequest {
    this.#places += 1;
    return { request, place: this.#places, resends: 0 };
  }

  #shift(): void {
    if (this.#pace.nextReturned !== undefined) this.#pace.shiftReturned();
    else this.#next = undefined;
  }

  #begin(batch: readonly PacedRequest[]): void {
    if (batch.length === 0) return;
    this.#inTransport += batch.length;
    const ids = this.#exchanges.begin(
      this.#transport,
      batch.map((paced) => this.#order(paced)),
    );
    for (const [index, paced] of batch.entries()) {
      this.#pace.identify(paced, ids[index] ?? Number.NaN);
    }
  }

  #order(paced: PacedRequest): ExchangeOrder {
    const { request } = paced;
    if (Number.isNaN(request.dueNs)) this.#pace.stage(paced);
    return followingOrder(this.#via, {
      answering: this.#session.prepare(request),
      dueNs: request.dueNs,
      mayFollow: () => !this.#isStopped,
      onHop: (id) => this.#pace.identify(paced, id),
      onOver: (answered) => this.#take(paced, answered),
      onBroken: (reason) => {
        this.#inTransport -= 1;
        this.#break(reason);
        this.#settle();
      },
    });
  }

  #take(paced: PacedRequest, answered: AnsweredRequest): void {
    this.#inTransport -= 1;
    const { request } = paced;
    const reported = Number.isNaN(request.dueNs)
      ? this.#pace.end(paced, answered)
      : asNeverSent(answered, request.dueNs, this.#abortedNs);
    if (reported !== undefined) this.#report({ request, answered: reported });
    this.#endWhenEnough();
    // In large pieces while all is well: each piece is sorted and freed as one.
    if (this.#pace.isCareful || this.#pace.room(MOST_WAITING) * 2 > MOST_WAITING) this.#feed();
    else this.#settle();
  }

  #report(outcome: LoadOutcome): void {
    this.#overCount += 1;
    const { facts, failure } = outcome.answered;
    if (failure === undefined) this.#lastSuccessNs = facts.endNs;
    try {
      this.#plan.onOver(outcome);
      const isEnding = this.#isStopped || (this.#isExhausted && this.#isPastEnd);
      const next = isEnding ? undefined : this.#plan.followUp?.(outcome);
      if (next !== undefined) this.#begin([this.#number(next)]);
    } catch (reason) {
      // Called out of the transport, where nobody could catch it: it is thrown by toEnd().
      this.#break(reason);
    }
  }

  #break(reason: unknown): void {
    this.#failure ??= { reason };
    this.#stop();
    this.#transport.cancel('all');
  }

  #settle(): void {
    if (this.#inTransport > 0) return;
    if (this.#isStopped || (this.#isExhausted && this.#peek() === undefined)) this.#resolve();
  }
}
