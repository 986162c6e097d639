import type { HttpRequest } from '../../codec/http-request.ts';
import { nowNs } from '../../../stream/clock.ts';
import type { TransportFailure } from '../../transport/transport-failure.ts';
import type { Transport, TransportRecord } from '../../transport/transport.ts';
import { ExchangeLog, type BodySink, type ExchangeFacts } from './exchange-log.ts';
import { FINISH_GRACE_MS, FinishGrace, USAGE_GRACE_MS } from './finish-grace.ts';

/** One request to send. */
export interface ExchangeOrder {
  readonly request: HttpRequest;
  /** Ends at its scheduled start without being sent. */
  readonly isUnsendable?: true;
  /** Scheduled start, CLOCK_MONOTONIC nanoseconds; `NaN` for as soon as a connection is free. */
  readonly scheduledNs: number;
  /** The client cuts it this long after its send if it is still in flight, ms; never when absent. */
  readonly cutAfterMs?: number;
  /** Nothing is sent because of its end. */
  readonly isUnawaited?: boolean;
  /** Makes the receiver of the body once the status is known. */
  readonly makeSink: (status: number, headers: ReadonlyMap<string, string>) => BodySink;
  /** Called with the timestamp of its send. */
  readonly onSent?: (atNs: number) => void;
  /** Called once, when the request has ended in any way. */
  readonly onOver: (facts: ExchangeFacts) => void;
  /** Called instead when the transport ended by a bug. */
  readonly onBroken: (error: Error) => void;
}

/** Of an exchange that ends without being sent; its order says why. */
const UNSENT: TransportFailure = Object.freeze({ kind: 'protocol', message: 'not sent' });

/** Without the request: its bytes belong to the transport. */
interface Entry extends Pick<ExchangeOrder, 'onSent' | 'onOver' | 'onBroken'> {
  readonly log: ExchangeLog;
  readonly transport: Transport;
}

/**
 * Requests in flight on one transport: numbers them and assigns each record to its request. A response ends when its content
 * is complete: the transport then waits for nothing more.
 */
export class Exchanges {
  readonly #logs = new Map<number, Entry>();
  readonly #usageGrace = new FinishGrace(USAGE_GRACE_MS, (ids) => this.#finish(ids));
  readonly #endGrace = new FinishGrace(FINISH_GRACE_MS, (ids) => this.#finish(ids));
  #count = 0;

  /** Unfinished requests. */
  get size(): number {
    return this.#logs.size;
  }

  /** Begins requests. @returns their numbers, in order */
  begin(transport: Transport, orders: readonly ExchangeOrder[]): number[] {
    const requests = orders.map((order) => {
      this.#count += 1;
      if (order.isUnsendable === true) this.#endUnsent(this.#count, order.scheduledNs);
      this.#logs.set(this.#count, entryOf(order, transport));
      const { scheduledNs, request, cutAfterMs, isUnawaited = false } = order;
      const staged = { id: this.#count, scheduledNs, request, isUnawaited };
      return cutAfterMs === undefined ? staged : { ...staged, cutAfterMs };
    });
    const sendable = orders.some(({ isUnsendable }) => isUnsendable === true)
      ? requests.filter((_, index) => orders[index]?.isUnsendable !== true)
      : requests;
    if (sendable.length > 0) transport.stage(sendable);
    return requests.map(({ id }) => id);
  }

  #endUnsent(id: number, scheduledNs: number): void {
    const waitMs = Number.isNaN(scheduledNs) ? 0 : Math.max(0, (scheduledNs - nowNs()) / 1e6);
    setTimeout(() => this.take([{ kind: 'failed', id, atNs: nowNs(), failure: UNSENT }]), waitMs);
  }

  /** Returns those requests that are not known to have been sent. */
  unsentOf(ids: Iterable<number>): number[] {
    return [...ids].filter((id) => {
      const log = this.#logs.get(id)?.log;
      return log !== undefined && Number.isNaN(log.facts.sentNs);
    });
  }

  /** Takes records of the transport. */
  take = (records: readonly TransportRecord[]): void => {
    const over = new Set<number>();
    for (const record of records) {
      const { id } = record;
      const entry = this.#logs.get(id);
      if (entry === undefined) continue;
      if (record.kind === 'sent') entry.onSent?.(record.atNs);
      switch (entry.log.take(record)) {
        case 'open':
          break;
        case 'awaiting-usage':
          this.#usageGrace.begin(id, entry.log.lastEventNs);
          break;
        case 'finishing':
          this.#usageGrace.end(id);
          this.#endGrace.begin(id, entry.log.lastEventNs);
          break;
        case 'over':
          this.#endGraces(id);
          over.add(id);
          break;
        case 'ended':
          this.#endGraces(id);
          over.delete(id);
          this.#logs.delete(id);
          entry.onOver(entry.log.facts);
      }
    }
    // Usually the body ended with the content, and nothing is left to finish.
    if (over.size > 0) this.#finish([...over]);
  };

  #endGraces(id: number): void {
    this.#usageGrace.end(id);
    this.#endGrace.end(id);
  }

  /** Each still ends with the last record of its transport, which then follows immediately. */
  #finish(ids: readonly number[]): void {
    for (const id of ids) this.#logs.get(id)?.transport.finish([id]);
  }

  /** The transport ended by a bug: no request in flight will finish. */
  break = (error: Error): void => {
    this.#usageGrace.clear();
    this.#endGrace.clear();
    const entries = [...this.#logs.values()];
    this.#logs.clear();
    for (const { onBroken } of entries) onBroken(error);
  };

  /** Sends one request. */
  run(transport: Transport, order: Omit<ExchangeOrder, 'onOver' | 'onBroken'>): RunningExchange {
    let ids: readonly number[] = [];
    const over = new Promise<ExchangeFacts>((resolve, reject) => {
      ids = this.begin(transport, [{ ...order, onOver: resolve, onBroken: reject }]);
    });
    return { over, cancel: () => transport.cancel(ids) };
  }
}

function entryOf(
  { makeSink, onSent, onOver, onBroken }: ExchangeOrder,
  transport: Transport,
): Entry {
  const entry = { log: new ExchangeLog(makeSink), transport, onOver, onBroken };
  return onSent === undefined ? entry : { onSent, ...entry };
}

/** One request in flight. */
export interface RunningExchange {
  /** Its facts, however it ended; rejects only by a bug. */
  readonly over: Promise<ExchangeFacts>;
  readonly cancel: () => void;
}
