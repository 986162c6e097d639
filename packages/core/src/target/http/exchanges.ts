import type { HttpRequest } from '../codec/http-request.ts';
import type { Transport, TransportRecord } from '../transport/transport.ts';
import { ExchangeLog, type BodySink, type ExchangeFacts } from './exchange-log.ts';

/** One request to be made. */
export interface ExchangeOrder {
  readonly request: HttpRequest;
  /** When to send it, CLOCK_MONOTONIC nanoseconds; `NaN` for as soon as a connection is free. */
  readonly dueNs: number;
  /** What takes the body of the answer, once its status is known. */
  readonly makeSink: (status: number, headers: ReadonlyMap<string, string>) => BodySink;
  /** Called with the stamp of its sending. */
  readonly onSent?: (atNs: number) => void;
  /** Called once, when the request is over, however it ended. */
  readonly onOver: (facts: ExchangeFacts) => void;
  /** Called in place of that when the transport ended by a defect of ours. */
  readonly onBroken: (error: Error) => void;
}

/** Requests under way on one transport: gives each its number, and each record to its request. */
export class Exchanges {
  readonly #logs = new Map<number, { readonly log: ExchangeLog; readonly order: ExchangeOrder }>();
  #count = 0;

  /** Requests that are not over. */
  get size(): number {
    return this.#logs.size;
  }

  /** Begins requests. @returns their numbers, in order */
  begin(transport: Transport, orders: readonly ExchangeOrder[]): number[] {
    const staged = orders.map((order) => {
      this.#count += 1;
      this.#logs.set(this.#count, { log: new ExchangeLog(order.makeSink), order });
      return { id: this.#count, dueNs: order.dueNs, request: order.request };
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
    for (const record of records) {
      const entry = this.#logs.get(record.id);
      if (record.kind === 'sent') entry?.order.onSent?.(record.atNs);
      if (entry?.log.take(record) !== true) continue;
      this.#logs.delete(record.id);
      entry.order.onOver(entry.log.facts);
    }
  };

  /** The transport ended by a defect: nothing that is under way will be over. */
  break = (error: Error): void => {
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
