import { nowNs } from '../../../stream/clock.ts';
import type { Transport } from '../../transport/transport.ts';
import type { FinishedRequest } from '../request/finished-request.ts';
import type { ExchangeOrder, Exchanges } from '../session/exchanges.ts';
import type { HttpSession } from '../session/http-session.ts';
import type { LoadPlan } from './load-plan.ts';
import type { LoadOutcome, LoadRequest } from './load-request.ts';
import { ClosedLoopPace } from './pacing/closed-loop-pace.ts';
import { LoadEnd } from './pacing/load-end.ts';
import { asNeverSent, neverSent } from './pacing/never-sent.ts';
import { OncePerBatch } from './pacing/once-per-batch.ts';
import { NextRequests, type PacedRequest } from './pacing/next-requests.ts';
import { followingOrder, type Via } from '../session/redirect/following-order.ts';
import { MadeAhead } from './supply/made-ahead.ts';
import { SlotIdleness } from './supply/slot-idleness.ts';
import { WaitingRequests } from './supply/waiting-requests.ts';

/** Requests are handed to the transport this long before their scheduled start, ns. */
const AHEAD_NS = 2e9;
/** Most requests that wait in the transport, besides those on connections: the main thread may be busy for as long as they last. */
const MOST_WAITING = 2048;
/** Period of the check for requests to hand over, ms. */
const PERIOD_MS = 100;

/** One plan in progress: hands requests over ahead of time, and follows each to its end. */
export class LoadRun {
  readonly #plan: LoadPlan;
  readonly #transport: Transport;
  readonly #exchanges: Exchanges;
  readonly #via: Via;
  readonly #made: MadeAhead;
  readonly #next: NextRequests;
  readonly #waiting: WaitingRequests;
  readonly #end: LoadEnd;
  readonly #idleness = new SlotIdleness();
  readonly #ended = new OncePerBatch((endNs) => {
    // Handing over has a cost per call: while the next request is far off, the timer does it.
    if (this.#next.takenUntilNs > nowNs() + AHEAD_NS / 4) this.#endWhenEnough();
    else this.#feed();
    this.#settle();
    this.#noteIdle(endNs);
  });
  readonly #pace: ClosedLoopPace;
  /** Once true, nothing more is handed over. */
  #isStopped = false;
  #abortedNs = Number.NaN;
  #inTransport = 0;
  #failure: { readonly reason: unknown } | undefined;
  #resolve: () => void = () => {};

  /** @param maxConcurrency maximum requests in flight: the slots of a closed loop */
  constructor(
    plan: LoadPlan,
    session: HttpSession,
    transport: Transport,
    exchanges: Exchanges,
    maxConcurrency: number,
  ) {
    this.#plan = plan;
    this.#transport = transport;
    this.#exchanges = exchanges;
    this.#via = { redirects: session.redirects, transport, exchanges };
    const { requests, beginNs = 0, startNs } = plan;
    this.#made = MadeAhead.from(requests, (request) => session.prepare(request));
    this.#next = new NextRequests(this.#made, beginNs);
    this.#end = new LoadEnd(plan.end, () => this.#endWhenEnough(), plan.stop);
    this.#waiting = new WaitingRequests(maxConcurrency);
    this.#pace = new ClosedLoopPace(maxConcurrency, {
      unsentOf: (ids) => exchanges.unsentOf(ids),
      cancel: (ids) => transport.cancel(ids),
      onRoom: () => this.#feed(),
      startNs,
    });
  }

  /** Time that connections were idle for lack of a request, summed over connections. */
  get idleNs(): number {
    return this.#idleness.totalNs(nowNs());
  }

  /** Resolves when all requests have ended; an abort first ends those in flight. @throws what `onOver` threw */
  async toEnd(signal: AbortSignal): Promise<void> {
    const timer = setInterval(() => this.#feed(), PERIOD_MS);
    signal.addEventListener('abort', this.#abandon, { once: true });
    try {
      await new Promise<void>((resolve) => {
        this.#resolve = resolve;
        if (this.#made.isEmpty) this.#made.makeSlice();
        this.#feed();
        this.#noteIdle(nowNs());
      });
    } finally {
      clearInterval(timer);
      this.#end.stop();
      signal.removeEventListener('abort', this.#abandon);
      this.#pace.stop();
      this.#made.end();
    }
    if (this.#failure !== undefined) throw this.#failure.reason;
  }

  #endWhenEnough(): void {
    if (this.#isStopped) return;
    if (this.#attempt(() => this.#end.isReached(this.#pace.areAllFailing)) !== true) return;
    this.#stop();
    this.#transport.endSending();
    this.#plan.onLoadEnded?.(nowNs());
    this.#settle();
  }

  #stop(): void {
    this.#isStopped = true;
    this.#pace.stop();
    this.#idleness.end(Infinity, nowNs());
  }

  /** Drops requests that are scheduled by now and unsent. Those of later times, or that wait for a slot, do not count. */
  readonly #abandon = (): void => {
    this.#abortedNs = nowNs();
    const unsent = this.#isStopped
      ? []
      : this.#attempt(() => this.#next.takeUntil(this.#abortedNs));
    this.#stop();
    for (const request of unsent ?? []) {
      this.#report({ request, finished: neverSent(this.#abortedNs) });
    }
    this.#transport.cancel('all');
    this.#settle();
  };

  /** Hands over requests that are made and near their times or that slots have room for, and has more made. */
  #feed(): void {
    this.#endWhenEnough();
    this.#attempt(() => this.#handOver());
    if (!this.#isStopped) {
      this.#made.refill(
        () => this.#waiting.amount(nowNs()),
        () => this.#feed(),
      );
    }
    this.#settle();
  }

  /** An error of making a request is thrown by toEnd(). */
  #attempt<Value>(act: () => Value): Value | undefined {
    try {
      return act();
    } catch (reason) {
      this.#break(reason);
      return undefined;
    }
  }

  #handOver(): void {
    const now = nowNs();
    while (!this.#isStopped) {
      const batch = this.#next.takeBatch((request, taken) => this.#mayGo(request, taken, now));
      if (batch.length === 0) return;
      this.#begin(batch);
    }
  }

  /** Whether a request may go to the transport now. @param taken number of requests that go with it */
  #mayGo({ scheduledNs }: LoadRequest, taken: number, now: number): boolean {
    if (Number.isNaN(scheduledNs)) return this.#pace.room(MOST_WAITING) > taken;
    if (scheduledNs <= now) return true;
    return scheduledNs <= now + AHEAD_NS && this.#waiting.amount(now).count + taken < MOST_WAITING;
  }

  #begin(batch: readonly PacedRequest[]): void {
    this.#inTransport += batch.length;
    this.#idleness.end(batch.length, nowNs());
    const orders = batch.map((paced) => this.#order(paced));
    const ids = this.#exchanges.begin(this.#transport, orders);
    batch.forEach((paced, index) => this.#pace.identify(paced, ids[index] ?? Number.NaN));
  }

  #order(paced: PacedRequest): ExchangeOrder {
    const { prepared, bodyBytes, request } = paced;
    const { scheduledNs, cutAfterMs } = request;
    this.#waiting.add(scheduledNs, bodyBytes);
    const dueNs = Number.isNaN(scheduledNs) ? this.#pace.stage(paced) : scheduledNs;
    return followingOrder(this.#via, {
      prepared,
      scheduledNs: dueNs,
      isUnawaited: this.#plan.followUps === undefined && !Number.isNaN(scheduledNs),
      ...(cutAfterMs === undefined ? {} : { cutAfterMs }),
      mayFollow: () => !this.#isStopped,
      onSent: (atNs) => {
        if (!request.isWarmup) this.#end.noteSent(atNs);
        this.#plan.onSent?.(request, atNs);
      },
      onHop: (id) => this.#pace.identify(paced, id),
      onOver: (finished) => {
        this.#waiting.remove(scheduledNs, bodyBytes);
        this.#take(paced, finished);
      },
      onBroken: (reason) => {
        this.#inTransport -= 1;
        this.#break(reason);
        this.#settle();
      },
    });
  }

  #take(paced: PacedRequest, finished: FinishedRequest): void {
    this.#inTransport -= 1;
    const { request } = paced;
    const isUntimed = Number.isNaN(request.scheduledNs);
    const reported = isUntimed
      ? this.#pace.end(paced, finished)
      : asNeverSent(finished, request.scheduledNs, this.#end.cutShort(this.#abortedNs));
    if (reported !== undefined) this.#report({ request, finished: reported });
    else if (isUntimed) this.#next.putBack(paced, !Number.isNaN(finished.facts.sentNs));
    this.#ended.note(finished.facts.endNs);
  }

  /** Notes connections that are free since then for lack of a request. */
  #noteIdle(sinceNs: number): void {
    const isWanting = this.#made.isEmpty && !this.#made.isExhausted;
    // A slot that pauses does not lack a request.
    if (this.#isStopped || !isWanting || this.#pace.isCareful) return;
    this.#idleness.begin(this.#waiting.idle - this.#idleness.count, sinceNs);
  }

  #report(outcome: LoadOutcome): void {
    const { isWarmup } = outcome.request;
    const { failure, facts } = outcome.finished;
    this.#end.take({ isWarmup, isSuccessful: failure === undefined, endNs: facts.endNs });
    try {
      this.#plan.onOver(outcome);
      if (this.#isStopped || (this.#next.isExhausted && this.#end.isPast)) return;
      const turns = this.#plan.followUps?.(outcome) ?? [];
      for (const turn of turns) this.#begin([this.#next.place(this.#made.make(turn))]);
    } catch (reason) {
      // The transport calls this, and no caller could catch an error: toEnd() throws it.
      this.#break(reason);
    }
  }

  #break(reason: unknown): void {
    this.#failure ??= { reason };
    this.#stop();
    this.#transport.cancel('all');
  }

  #settle(): void {
    if (this.#inTransport === 0 && (this.#isStopped || this.#next.isExhausted)) this.#resolve();
  }
}
