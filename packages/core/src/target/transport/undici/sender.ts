import { performance } from 'node:perf_hooks';
import { nowNs } from '../../../stream/clock.ts';
import type {
  StagedRequest,
  TransportAccount,
  TransportOptions,
  TransportRecord,
} from '../transport.ts';
import { DROPPED, type TransportFailure } from '../transport-failure.ts';
import { ScheduledQueue } from './scheduled-queue.ts';
import { Exchange } from './exchange.ts';
import { LimitLog } from './limit-log.ts';
import { RecordBatchWriter, type RecordBatch } from './record-batch.ts';
import { ReplicaStocks, type PlacedRequest } from './replica-stocks.ts';

/** Event loop timers fire up to this much late: the sender polls every turn for the rest of a wait, ns. */
const TIMER_SLACK_NS = 1e6;

/** Maximum bytes on their way to the main thread; reading stops beyond. */
const MAX_UNTAKEN_BYTES = 32 * 2 ** 20;

/** Sends requests at their scheduled starts, within the connection limit, and emits batches of timestamped records. */
export class UndiciSender {
  readonly #options: TransportOptions;
  readonly #onBatch: (batch: RecordBatch) => void;
  readonly #records = new RecordBatchWriter();
  readonly #pending = new ScheduledQueue<StagedRequest>();
  readonly #active = new Map<number, Exchange>();
  /** The configured limit, or lower after the process reached its limit of open files. */
  #mostInFlight: number;
  /** Exchanges whose connections still carry the response of an ended request. */
  readonly #framing = new Set<Exchange>();
  readonly #limits = new LimitLog();
  readonly #stocks: ReplicaStocks;
  #resends = 0;
  #delayedReads = 0;
  #untakenBytes = 0;
  #isPaused = false;
  #hasEndedSending = false;
  #isClosed = false;
  #timer: NodeJS.Timeout | undefined;
  #turn: NodeJS.Immediate | undefined;
  #flushing: NodeJS.Immediate | undefined;
  readonly #beganUtilization = performance.eventLoopUtilization();

  /** @param onBatch called with records; each batch must be acknowledged after it is taken */
  constructor(options: TransportOptions, onBatch: (batch: RecordBatch) => void) {
    this.#options = options;
    this.#onBatch = onBatch;
    this.#mostInFlight = options.maxConcurrency;
    this.#stocks = new ReplicaStocks(options);
  }

  /** Opens connections in advance. @throws the first one's error when all fail */
  async open(connections: number): Promise<void> {
    await this.#stocks.open(Math.min(connections, this.#options.maxConcurrency));
    this.#pump();
  }

  stage(requests: readonly StagedRequest[]): void {
    for (const request of requests) {
      // A request without a scheduled start is due immediately.
      const scheduledNs = Number.isNaN(request.scheduledNs) ? 0 : request.scheduledNs;
      this.#pending.add({ ...request, scheduledNs });
    }
    if (this.#hasEndedSending) this.#dropPending();
    this.#pump();
  }

  cancel(ids: readonly number[] | 'all'): void {
    const chosen = ids === 'all' ? undefined : new Set(ids);
    const isChosen = ({ id }: { readonly id: number }): boolean => chosen?.has(id) ?? true;
    const failure: TransportFailure = { kind: 'cancelled', message: 'the request was canceled' };
    for (const { id } of this.#pending.takeWhere(isChosen)) {
      this.#add({ kind: 'failed', id, atNs: nowNs(), failure });
    }
    for (const exchange of this.#active.values()) {
      if (isChosen(exchange)) exchange.fail(failure);
    }
  }

  /** The responses of these requests are over by their content. */
  finish(ids: readonly number[]): void {
    for (const id of ids) this.#active.get(id)?.finish();
  }

  closeIdle(): void {
    void this.#stocks.close();
  }

  /** Drops requests not sent by now, and those staged later; requests in flight continue. */
  endSending(): void {
    this.#hasEndedSending = true;
    this.#dropPending();
    for (const exchange of this.#active.values()) {
      if (!exchange.isOnConnection) exchange.fail(DROPPED);
    }
  }

  /** The main thread took records with this many bytes. */
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
      ...this.#stocks.account,
      resends: this.#resends,
      limit: this.#limits.limit,
      delayedReads: this.#delayedReads,
      busyRatio: utilization,
    };
  }

  /** Cancels the rest and closes every connection. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.cancel('all');
    this.#disarm();
    clearImmediate(this.#flushing);
    this.#flush();
    const framing = [...this.#framing].map(({ connection }) => connection.destroy());
    await Promise.all([this.#stocks.close(), ...framing]);
  }

  #dropPending(): void {
    for (const { id } of this.#pending.takeWhere(() => true)) {
      this.#add({ kind: 'failed', id, atNs: nowNs(), failure: DROPPED });
    }
  }

  /** Sends due requests while connections are free, then waits for the next scheduled start. */
  #pump = (): void => {
    this.#disarm();
    if (this.#isClosed) return;
    for (;;) {
      const next = this.#pending.peek();
      if (next === undefined) {
        this.#limits.end();
        return;
      }
      // An ending request calls this again.
      if (this.#active.size >= this.#mostInFlight) {
        const isOfUser = this.#mostInFlight === this.#options.maxConcurrency;
        this.#limits.begin(isOfUser ? 'maxConcurrency' : 'descriptors', this.#active.size);
        return;
      }
      const lateNs = nowNs() - next.scheduledNs;
      if (lateNs < 0) {
        this.#limits.end();
        this.#arm(next.scheduledNs);
        return;
      }
      this.#pending.take();
      this.#limits.noteStart(next.scheduledNs > 0 ? lateNs : Number.NaN);
      this.#begin(this.#stocks.take(next));
    }
  };

  #begin({ request, replica, connection }: PlacedRequest): void {
    const stock = this.#stocks.of(replica);
    const exchange = new Exchange(request, connection, this.#options.requestTimeoutMs, {
      onRecord: (record) => this.#add(record),
      onOver: (over) => this.#end(over, replica),
      onFramed: (framed) => {
        this.#framing.delete(framed);
        this.#rest(framed, replica);
      },
      onNoFile: (unsent) => this.#putBack(unsent, request, replica),
      onResend: (restedForNs) => {
        this.#resends += 1;
        stock.noteLoss(restedForNs);
      },
    });
    this.#active.set(request.id, exchange);
    exchange.begin();
  }

  #end(exchange: Exchange, replica: number): void {
    this.#active.delete(exchange.id);
    this.#stocks.end(exchange.id, replica);
    if (exchange.isFraming) this.#framing.add(exchange);
    // A connection that never opened still tries to; nothing can be sent on it before it stops.
    else if (exchange.isOnConnection) this.#rest(exchange, replica);
    else void exchange.connection.destroy();
    this.#turn ??= setImmediate(this.#pump);
  }

  /** Without a free descriptor, a request waits for an open connection. @returns false if there is none to wait for */
  #putBack(exchange: Exchange, request: StagedRequest, replica: number): boolean {
    if (this.#active.size === 1 && this.#framing.size === 0) return false;
    this.#active.delete(exchange.id);
    this.#stocks.end(exchange.id, replica);
    this.#mostInFlight = Math.max(1, this.#active.size);
    this.#limits.begin('descriptors', this.#active.size);
    void exchange.connection.destroy();
    this.#pending.add(request);
    this.#turn ??= setImmediate(this.#pump);
    return true;
  }

  #rest({ connection, hasServed }: Exchange, replica: number): void {
    if (this.#isClosed) void connection.destroy();
    else this.#stocks.of(replica).put(connection, hasServed);
  }

  #arm(scheduledNs: number): void {
    const coarseMs = (scheduledNs - nowNs() - TIMER_SLACK_NS) / 1e6;
    if (coarseMs >= 1) this.#timer = setTimeout(this.#pump, coarseMs);
    else this.#turn = setImmediate(this.#pump);
  }

  #disarm(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#turn);
    this.#turn = undefined;
  }

  #add(record: TransportRecord): void {
    this.#records.add(this.#stocks.named(record));
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
