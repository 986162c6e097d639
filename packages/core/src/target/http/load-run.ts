import { nowNs } from '../../stream/clock.ts';
import type { Transport } from '../transport/transport.ts';
import type { ExchangeOrder, Exchanges } from './exchanges.ts';
import type { HttpSession } from './http-session.ts';
import type { LoadOutcome, LoadPlan, LoadRequest } from './load-plan.ts';
import { MadeAhead, type MadeRequest } from './supply/made-ahead.ts';
import { SlotIdleness } from './supply/slot-idleness.ts';
import { WaitingRequests } from './supply/waiting-requests.ts';

/** How long before their times requests are handed to the transport. */
const AHEAD_NS = 2e9;

/** Requests that wait in the transport at the most, beside those on connections: what JavaScript may sleep through. */
const MOST_WAITING = 2048;

/** How often it is looked whether requests come due soon. */
const PERIOD_MS = 100;

/** Bytes of bodies that are handed over together, at least: the transport frees them together. */
const HANDED_BYTES = 2 ** 20;

/** One plan under way: hands requests over ahead of their times, and follows each to its end. */
export class LoadRun {
  readonly #plan: LoadPlan;
  readonly #session: HttpSession;
  readonly #transport: Transport;
  readonly #exchanges: Exchanges;
  readonly #made: MadeAhead;
  readonly #waiting: WaitingRequests;
  readonly #idleness: SlotIdleness;
  #isExhausted = false;
  #isPastEnd = false;
  #hasEnded = false;
  #hasSent = false;
  #underWay = 0;
  readonly #mostUnderWay: number;
  #overCount = 0;
  #failure: { readonly reason: unknown } | undefined;
  #resolve: () => void = () => {};

  /** @param maxConnections requests in flight at most */
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
    const { requests } = plan;
    this.#made =
      requests instanceof MadeAhead
        ? requests
        : new MadeAhead(requests, (request) => session.prepare(request));
    this.#waiting = new WaitingRequests(maxConnections);
    this.#idleness = new SlotIdleness();
    this.#mostUnderWay = Math.min(maxConnections, 2 ** 20) + MOST_WAITING;
  }

  /** Time that connections were idle because no request was made, added up over them. */
  get idleNs(): number {
    return this.#idleness.totalNs(nowNs());
  }

  /** Resolves when all requests are over; an abort ends those under way first. @throws what `onOver` threw */
  async toEnd(signal: AbortSignal): Promise<void> {
    const abort = (): void => this.#abandon();
    const timer = setInterval(() => this.#feed(), PERIOD_MS);
    const endTimer = this.#armEnd();
    signal.addEventListener('abort', abort, { once: true });
    try {
      await new Promise<void>((resolve) => {
        this.#resolve = resolve;
        if (this.#made.isEmpty) this.#made.makeSlice();
        this.#feed();
        this.#noteIdle(nowNs());
      });
    } finally {
      clearInterval(timer);
      clearTimeout(endTimer);
      signal.removeEventListener('abort', abort);
      this.#made.end();
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
    if (!this.#isPastEnd || this.#hasEnded || this.#overCount < this.#plan.minRequests) return;
    this.#hasEnded = true;
    this.#isExhausted = true;
    this.#idleness.end(Infinity, nowNs());
    this.#transport.endSending();
    this.#settle();
  }

  #abandon(): void {
    this.#isExhausted = true;
    this.#idleness.end(Infinity, nowNs());
    this.#transport.cancel('all');
    this.#settle();
  }

  /** Hands over what is made and due soon, and has more made. */
  #feed(): void {
    try {
      this.#handOver();
    } catch (reason) {
      this.#break(reason);
    }
    if (!this.#isExhausted) {
      this.#made.refill(
        () => this.#waiting.amount(nowNs()),
        () => this.#feed(),
      );
    }
    this.#settle();
  }

  #handOver(): void {
    const { beginNs = 0 } = this.#plan;
    const horizonNs = nowNs() + AHEAD_NS;
    let orders: ExchangeOrder[] = [];
    let bodyBytes = 0;
    while (!this.#isExhausted && this.#underWay + orders.length < this.#mostUnderWay) {
      const made = this.#made.peek();
      const dueNs = beginNs + (made?.request.dueNs ?? Number.NaN);
      if (made === undefined || dueNs > horizonNs) break;
      this.#made.shift();
      this.#waiting.add(dueNs, made.bodyBytes);
      orders.push(this.#order({ ...made, request: { ...made.request, dueNs } }));
      bodyBytes += made.bodyBytes;
      if (bodyBytes < HANDED_BYTES) continue;
      this.#begin(orders);
      orders = [];
      bodyBytes = 0;
    }
    this.#begin(orders);
    if (this.#made.isExhausted) this.#isExhausted = true;
  }

  #begin(orders: readonly ExchangeOrder[]): void {
    if (orders.length === 0) return;
    this.#underWay += orders.length;
    this.#idleness.end(orders.length, nowNs());
    this.#exchanges.begin(this.#transport, orders);
  }

  #order({ request, answering, bodyBytes }: MadeRequest): ExchangeOrder {
    return {
      request: answering.request,
      dueNs: request.dueNs,
      makeSink: answering.makeSink,
      onSent: (atNs) => this.#noteSent(atNs),
      onOver: (facts) => {
        this.#waiting.remove(request.dueNs, bodyBytes);
        this.#take({ request, answered: answering.conclude(facts) });
      },
      onBroken: (reason) => {
        this.#underWay -= 1;
        this.#break(reason);
        this.#settle();
      },
    };
  }

  #noteSent(atNs: number): void {
    if (this.#hasSent) return;
    this.#hasSent = true;
    this.#plan.onFirstSent?.(atNs);
  }

  #take(outcome: LoadOutcome): void {
    this.#underWay -= 1;
    const { request, answered } = outcome;
    const wasNeverDue = Number.isNaN(request.dueNs) && answered.failure?.kind === 'dropped';
    if (!wasNeverDue) this.#report(outcome);
    this.#endWhenEnough();
    this.#feed();
    this.#noteIdle(answered.facts.endNs);
  }

  /** Connections that are free since then, and have nothing to send because nothing is made. */
  #noteIdle(sinceNs: number): void {
    if (this.#isExhausted || !this.#made.isEmpty) return;
    this.#idleness.begin(this.#waiting.idle - this.#idleness.count, sinceNs);
  }

  #report(outcome: LoadOutcome): void {
    this.#overCount += 1;
    try {
      this.#plan.onOver(outcome);
      const next =
        this.#isExhausted && this.#isPastEnd ? undefined : this.#plan.followUp?.(outcome);
      if (next !== undefined) this.#begin([this.#order(this.#make(next))]);
    } catch (reason) {
      // Called out of the transport, where nobody could catch it: it is thrown by toEnd().
      this.#break(reason);
    }
  }

  #make(request: LoadRequest): MadeRequest {
    const answering = this.#session.prepare(request);
    return { request, answering, bodyBytes: answering.request.body.byteLength };
  }

  #break(reason: unknown): void {
    this.#failure ??= { reason };
    this.#isExhausted = true;
    this.#transport.cancel('all');
  }

  #settle(): void {
    if (this.#isExhausted && this.#underWay === 0) this.#resolve();
  }
}
