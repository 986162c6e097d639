import type { HttpRequest } from '../../codec/http-request.ts';
import type { Transport, TransportRecord } from '../../transport/transport.ts';
import { ExchangeLog, type BodySink, type ExchangeFacts } from './exchange-log.ts';
import { FINISH_GRACE_MS, FinishGrace, USAGE_GRACE_MS } from './finish-grace.ts';

/** One request to be made. */
export interface ExchangeOrder {
  readonly request: HttpRequest;
  /** When to send it, CLOCK_MONOTONIC nanoseconds; `NaN` for as soon as a connection is free. */
  readonly scheduledNs: number;
  /** When it is cut on purpose, milliseconds after its send, if it is still in flight then; never when absent. */
  readonly cutAfterMs?: number;
  /** What takes the body of the answer, once its status is known. */
  readonly makeSink: (status: number, headers: ReadonlyMap<string, string>) => BodySink;
  /** Called with the stamp of its sending. */
  readonly onSent?: (atNs: number) => void;
  /** Called once, when the request is over, however it ended. */
  readonly onOver: (facts: ExchangeFacts) => void;
  /** Called in place of that when the transport ended by a defect of ours. */
  readonly onBroken: (error: Error) => void;
}

interface Entry {
  readonly log: ExchangeLog;
  readonly order: ExchangeOrder;
  readonly transport: Transport;
}

/**
 * Requests under way on one transport: gives each its number, and each record to its request. An answer is over when its
 * content says so: the transport then waits for nothing more of it.
 */
export class Exchanges {
  readonly #logs = new Map<number, Entry>();
  readonly #usageGrace = new FinishGrace(USAGE_GRACE_MS, (ids) => this.#finish(ids));
  readonly #endGrace = new FinishGrace(FINISH_GRACE_MS, (ids) => this.#finish(ids));
  #count = 0;

  /** Requests that are not over. */
  get size(): number {
    return this.#logs.size;
  }

  /** Begins requests. @returns their numbers, in order */
  begin(transport: Transport, orders: readonly ExchangeOrder[]): number[] {
    const staged = orders.map((order) => {
      this.#count += 1;
      this.#logs.set(this.#count, { log: new ExchangeLog(order.makeSink), order, transport });
      const { scheduledNs, request, cutAfterMs } = order;
      const cut = cutAfterMs === undefined ? {} : { cutAfterMs };
      return { id: this.#count, scheduledNs, request, ...cut };
    });
    transport.stage(staged);
    return staged.map(({ id }) => id);
  }

  /** Those of some requests that are not known to have been sent. */
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
      if (record.kind === 'sent') entry.order.onSent?.(record.atNs);
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
          entry.order.onOver(entry.log.facts);
      }
    }
    // Mostly the end of the body came with the end of the answer, and there is nothing left to be said.
    if (over.size > 0) this.#finish([...over]);
  };

  #endGraces(id: number): void {
    this.#usageGrace.end(id);
    this.#endGrace.end(id);
  }

  /** Each still ends with the last record of its transport, which comes at once then. */
  #finish(ids: readonly number[]): void {
    for (const id of ids) this.#logs.get(id)?.transport.finish([id]);
  }

  /** The transport ended by a defect: nothing that is under way will be over. */
  break = (error: Error): void => {
    this.#usageGrace.clear();
    this.#endGrace.clear();
    const entries = [...this.#logs.values()];
    this.#logs.clear();
    for (const { order } of entries) order.onBroken(error);
  };

  /** Makes one request. */
  run(transport: Transport, order: Omit<ExchangeOrder, 'onOver' | 'onBroken'>): RunningExchange {
    let ids: readonly number[] = [];
    const over = new Promise<ExchangeFacts>((resolve, reject) => {
      ids = this.begin(transport, [{ ...order, onOver: resolve, onBroken: reject }]);
    });
    return { over, cancel: () => transport.cancel(ids) };
  }
}

/** One request under way. */
export interface RunningExchange {
  /** What came of it, however it ended; rejects only by a defect of ours. */
  readonly over: Promise<ExchangeFacts>;
  readonly cancel: () => void;
}
