import { nowNs } from '../../stream/clock.ts';
import type { Transport } from '../transport/transport.ts';
import type { ExchangeOrder, Exchanges } from './exchanges.ts';
import type { HttpSession } from './http-session.ts';
import type { LoadOutcome, LoadPlan, LoadRequest } from './load-plan.ts';

/** How long before their times requests are handed to the transport. */
const AHEAD_NS = 2e9;

/** Requests that wait in the transport at the most, beside those on connections: what JavaScript may sleep through. */
const MOST_WAITING = 2048;

/** How often it is looked whether requests come due soon. */
const PERIOD_MS = 100;

/** One plan under way: hands requests over ahead of their times, and follows each to its end. */
export class LoadRun {
  readonly #plan: LoadPlan;
  readonly #session: HttpSession;
  readonly #transport: Transport;
  readonly #exchanges: Exchanges;
  readonly #requests: Iterator<LoadRequest>;
  /** Taken from the plan and not handed over yet. */
  #next: LoadRequest | undefined;
  #isExhausted = false;
  #isPastEnd = false;
  #hasEnded = false;
  #underWay = 0;
  #mostUnderWay = 0;
  #overCount = 0;
  #failure: { readonly reason: unknown } | undefined;
  #resolve: () => void = () => {};

  constructor(plan: LoadPlan, session: HttpSession, transport: Transport, exchanges: Exchanges) {
    this.#plan = plan;
    this.#session = session;
    this.#transport = transport;
    this.#exchanges = exchanges;
    this.#requests = plan.requests[Symbol.iterator]();
  }

  /** Resolves when all requests are over; an abort ends those under way first. @throws what `onOver` threw */
  async toEnd(maxConnections: number, signal: AbortSignal): Promise<void> {
    this.#mostUnderWay = Math.min(maxConnections, 2 ** 20) + MOST_WAITING;
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
    if (!this.#isPastEnd || this.#hasEnded || this.#overCount < this.#plan.minRequests) return;
    this.#hasEnded = true;
    this.#isExhausted = true;
    this.#transport.endSending();
    this.#settle();
  }

  #abandon(): void {
    this.#isExhausted = true;
    this.#transport.cancel('all');
    this.#settle();
  }

  /** Hands over what is due soon. */
  #feed(): void {
    const horizonNs = nowNs() + AHEAD_NS;
    const orders: ExchangeOrder[] = [];
    while (this.#underWay + orders.length < this.#mostUnderWay) {
      const request = this.#peek();
      if (request === undefined || request.dueNs > horizonNs) break;
      this.#next = undefined;
      orders.push(this.#order(request));
    }
    this.#begin(orders);
    this.#settle();
  }

  #peek(): LoadRequest | undefined {
    if (this.#isExhausted) return undefined;
    if (this.#next === undefined) {
      const { value, done } = this.#requests.next();
      if (done === true) this.#isExhausted = true;
      else this.#next = value;
    }
    return this.#next;
  }

  #begin(orders: readonly ExchangeOrder[]): void {
    if (orders.length === 0) return;
    this.#underWay += orders.length;
    this.#exchanges.begin(this.#transport, orders);
  }

  #order(request: LoadRequest): ExchangeOrder {
    const answering = this.#session.prepare(request);
    return {
      request: answering.request,
      dueNs: request.dueNs,
      makeSink: answering.makeSink,
      onOver: (facts) => this.#take({ request, answered: answering.conclude(facts) }),
      onBroken: (reason) => {
        this.#underWay -= 1;
        this.#break(reason);
        this.#settle();
      },
    };
  }

  #take(outcome: LoadOutcome): void {
    this.#underWay -= 1;
    const { request, answered } = outcome;
    const wasNeverDue = Number.isNaN(request.dueNs) && answered.failure?.kind === 'dropped';
    if (!wasNeverDue) this.#report(outcome);
    this.#endWhenEnough();
    if (this.#underWay * 2 < this.#mostUnderWay) this.#feed();
    else this.#settle();
  }

  #report(outcome: LoadOutcome): void {
    this.#overCount += 1;
    try {
      this.#plan.onOver(outcome);
      const next =
        this.#isExhausted && this.#isPastEnd ? undefined : this.#plan.followUp?.(outcome);
      if (next !== undefined) this.#begin([this.#order(next)]);
    } catch (reason) {
      // Called out of the transport, where nobody could catch it: it is thrown by toEnd().
      this.#break(reason);
    }
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
