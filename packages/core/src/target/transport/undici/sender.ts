import { performance } from 'node:perf_hooks';
import { NO_LIMIT } from '../../../spec/client-account.ts';
import { nowNs } from '../../../stream/clock.ts';
import type {
  StagedRequest,
  TransportAccount,
  TransportOptions,
  TransportRecord,
} from '../transport.ts';
import type { TransportFailure } from '../transport-failure.ts';
import { Connection } from './connection.ts';
import { DueQueue } from './due-queue.ts';
import { Exchange } from './exchange.ts';
import { RecordBatchWriter, type RecordBatch } from './record-batch.ts';

/** Timers of the event loop fire up to this much late: the rest of a wait is spent turn by turn. */
const TIMER_SLACK_NS = 1e6;

/** Bytes on their way to the main thread at the most; reading stops beyond. */
const MAX_UNTAKEN_BYTES = 32 * 2 ** 20;

/** What becomes of a request that was not sent when sending ended. */
const DROPPED: TransportFailure = {
  kind: 'dropped',
  message: 'Sending had ended before its turn came.',
};

/** Sends requests when they are due, on at most so many connections, and hands on batches of stamped records. */
export class UndiciSender {
  readonly #options: TransportOptions;
  readonly #onBatch: (batch: RecordBatch) => void;
  readonly #records = new RecordBatchWriter();
  readonly #pending = new DueQueue<StagedRequest>();
  readonly #active = new Map<number, Exchange>();
  /** Used last, used next: a connection that rests too long is closed by the server. */
  readonly #idle: Connection[] = [];
  #connectionCount = 0;
  #openedBefore = 0;
  #openedDuring = 0;
  #delayedReads = 0;
  #untakenBytes = 0;
  #isPaused = false;
  #hasEndedSending = false;
  #isClosed = false;
  #timer: NodeJS.Timeout | undefined;
  #turn: NodeJS.Immediate | undefined;
  #flushing: NodeJS.Immediate | undefined;
  readonly #beganUtilization = performance.eventLoopUtilization();

  /** @param onBatch called with records; each batch has to be acknowledged once it was taken */
  constructor(options: TransportOptions, onBatch: (batch: RecordBatch) => void) {
    this.#options = options;
    this.#onBatch = onBatch;
  }

  /** Opens connections until there are so many. @throws what the first one failed with, when all failed */
  async open(connections: number): Promise<void> {
    const wanted = Math.min(connections, this.#options.maxConnections) - this.#connectionCount;
    const made = Array.from({ length: Math.max(0, wanted) }, () => this.#makeConnection());
    const outcomes = await Promise.allSettled(made.map((connection) => connection.prepare()));
    for (const [index, outcome] of outcomes.entries()) {
      const connection = made[index];
      if (connection === undefined) continue;
      if (outcome.status === 'fulfilled') {
        this.#openedBefore += 1;
        this.#idle.push(connection);
      } else {
        await this.#drop(connection);
      }
    }
    const [first] = outcomes;
    if (this.#openedBefore === 0 && first?.status === 'rejected') throw first.reason;
    this.#pump();
  }

  stage(requests: readonly StagedRequest[]): void {
    for (const request of requests) {
      // What has no time of its own has been due all along.
      const dueNs = Number.isNaN(request.dueNs) ? 0 : request.dueNs;
      this.#pending.add({ ...request, dueNs });
    }
    if (this.#hasEndedSending) this.#dropPending();
    this.#pump();
  }

  cancel(ids: readonly number[] | 'all'): void {
    const chosen = ids === 'all' ? undefined : new Set(ids);
    const isChosen = ({ id }: { readonly id: number }): boolean => chosen?.has(id) ?? true;
    const failure: TransportFailure = { kind: 'cancelled', message: 'It was taken back.' };
    for (const { id } of this.#pending.takeWhere(isChosen)) {
      this.#add({ kind: 'failed', id, atNs: nowNs(), failure });
    }
    for (const exchange of this.#active.values()) {
      if (isChosen(exchange)) exchange.fail(failure);
    }
  }

  /** Drops what was not sent by now, and what is staged later; what is under way goes on. */
  endSending(): void {
    this.#hasEndedSending = true;
    this.#dropPending();
    for (const exchange of this.#active.values()) {
      if (!exchange.isOnConnection) exchange.fail(DROPPED);
    }
  }

  /** Records with so many bytes were taken. */
  acknowledge(bytes: number): void {
    this.#untakenBytes -= bytes;
    if (!this.#isPaused || this.#untakenBytes > MAX_UNTAKEN_BYTES / 2) return;
    this.#isPaused = false;
    for (const exchange of this.#active.values()) exchange.resume();
  }

  account(): TransportAccount {
    const { utilization } = performance.eventLoopUtilization(this.#beganUtilization);
    return {
      clock: 'undici-worker',
      connectionsOpenedBefore: this.#openedBefore,
      connectionsOpenedDuring: this.#openedDuring,
      freshConnections: 0,
      resends: 0,
      limit: NO_LIMIT,
      delayedReads: this.#delayedReads,
      busyRatio: utilization,
    };
  }

  /** Takes back what is left and closes every connection. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.cancel('all');
    this.#disarm();
    clearImmediate(this.#flushing);
    this.#flush();
    await Promise.all(this.#idle.splice(0).map((connection) => this.#drop(connection)));
  }

  #dropPending(): void {
    for (const { id } of this.#pending.takeWhere(() => true)) {
      this.#add({ kind: 'failed', id, atNs: nowNs(), failure: DROPPED });
    }
  }

  #makeConnection(): Connection {
    this.#connectionCount += 1;
    return new Connection(this.#options, () => {
      this.#openedDuring += 1;
    });
  }

  async #drop(connection: Connection): Promise<void> {
    this.#connectionCount -= 1;
    await connection.destroy();
  }

  /** Sends what is due, as far as connections reach, and waits for what is due next. */
  #pump = (): void => {
    this.#disarm();
    if (this.#isClosed) return;
    for (;;) {
      const next = this.#pending.peek();
      if (next === undefined) return;
      if (next.dueNs > nowNs()) {
        this.#arm(next.dueNs);
        return;
      }
      const connection = this.#takeConnection();
      // One that ends its request comes back here.
      if (connection === undefined) return;
      this.#pending.take();
      this.#begin(next, connection);
    }
  };

  #takeConnection(): Connection | undefined {
    const idle = this.#idle.pop();
    if (idle !== undefined) return idle;
    return this.#connectionCount < this.#options.maxConnections
      ? this.#makeConnection()
      : undefined;
  }

  #begin(request: StagedRequest, connection: Connection): void {
    const exchange = new Exchange(request, connection, this.#options.requestTimeoutMs, {
      onRecord: (record) => this.#add(record),
      onOver: (over) => this.#end(over),
    });
    this.#active.set(request.id, exchange);
    exchange.begin();
  }

  #end(exchange: Exchange): void {
    this.#active.delete(exchange.id);
    const { connection } = exchange;
    // One that never came up still tries; nothing can be sent on it before it stops.
    if (exchange.isOnConnection && !this.#isClosed) this.#idle.push(connection);
    else void this.#drop(connection);
    this.#turn ??= setImmediate(this.#pump);
  }

  #arm(dueNs: number): void {
    const coarseMs = (dueNs - nowNs() - TIMER_SLACK_NS) / 1e6;
    if (coarseMs >= 1) this.#timer = setTimeout(this.#pump, coarseMs);
    else this.#turn = setImmediate(this.#pump);
  }

  #disarm(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#turn);
    this.#turn = undefined;
  }

  #add(record: TransportRecord): void {
    this.#records.add(record);
    if (record.kind === 'body') {
      if (record.isDelayed) this.#delayedReads += 1;
      this.#untakenBytes += record.bytes.byteLength;
      if (this.#untakenBytes > MAX_UNTAKEN_BYTES) this.#pause();
    }
    this.#flushing ??= setImmediate(() => this.#flush());
  }

  #pause(): void {
    this.#isPaused = true;
    for (const exchange of this.#active.values()) exchange.pause();
  }

  #flush(): void {
    this.#flushing = undefined;
    if (!this.#records.isEmpty) this.#onBatch(this.#records.take());
  }
}
