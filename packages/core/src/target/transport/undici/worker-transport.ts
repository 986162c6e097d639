import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { systemErrorCode } from '../../../spec/error/system-error.ts';
import { LoadcellError } from '../../../spec/error/errors.ts';
import { TargetError } from '../../errors.ts';
import { TransportError } from '../transport-error.ts';
import type {
  StagedRequest,
  Transport,
  TransportAccount,
  TransportListener,
  TransportOptions,
} from '../transport.ts';
import { NewsSchema, type News, type Order } from './messages.ts';
import { readRecordBatch } from './record-batch.ts';

type WorkerReply = Exclude<News, { news: 'records' }>;

interface PendingCall {
  readonly resolve: (response: WorkerReply) => void;
  readonly reject: (error: Error) => void;
}

/** A transport over undici in a worker thread: for https, and wherever the native wire does not run. */
export class WorkerTransport implements Transport {
  readonly clock = 'undici-worker';
  readonly #options: TransportOptions;
  readonly #listener: TransportListener;
  readonly #calls = new Map<number, PendingCall>();
  #worker: Worker | undefined;
  #callCount = 0;
  #closing: Promise<void> | undefined;
  /** Why the worker ended unexpectedly. */
  #breakage: Error | undefined;

  constructor(options: TransportOptions, listener: TransportListener) {
    this.#options = options;
    this.#listener = listener;
  }

  async open(connections: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    const opened = this.#call((call) => ({ order: 'open', call, connections }));
    if (signal === undefined) {
      await opened;
      return;
    }
    const abort = (): void => void this.close();
    signal.addEventListener('abort', abort, { once: true });
    try {
      await opened;
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  stage(requests: readonly StagedRequest[]): void {
    const staged = requests.map(({ id, scheduledNs, request }) => ({
      id,
      scheduledNs,
      request: {
        ...request,
        headers: request.headers.map(([name, value]): [string, string] => [name, value]),
        // A copy, since a view would move the whole buffer behind it.
        body: Uint8Array.from(request.body),
      },
    }));
    this.#post(
      { order: 'stage', requests: staged },
      staged.map(({ request }) => request.body.buffer),
    );
  }

  cancel(ids: readonly number[] | 'all'): void {
    const isGone = this.#closing !== undefined || this.#breakage !== undefined;
    if (this.#worker === undefined || isGone) return;
    this.#post({ order: 'cancel', ids: ids === 'all' ? 'all' : [...ids] });
  }

  finish(ids: readonly number[]): void {
    const isGone = this.#closing !== undefined || this.#breakage !== undefined;
    if (!isGone) this.#post({ order: 'finish', ids: [...ids] });
  }

  closeIdle(): void {
    const isGone = this.#closing !== undefined || this.#breakage !== undefined;
    if (!isGone) this.#post({ order: 'close-idle' });
  }

  endSending(): void {
    this.#post({ order: 'end-sending' });
  }

  async account(): Promise<TransportAccount> {
    const response = await this.#call((call) => ({ order: 'account', call }));
    if (response.news === 'account') return response.account;
    throw new LoadcellError(
      'TRANSPORT',
      `unexpected worker reply "${response.news}": expected the account`,
    );
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const worker = this.#worker;
    if (worker === undefined || this.#breakage !== undefined) return;
    try {
      await this.#call((call) => ({ order: 'close', call }), worker);
    } finally {
      await worker.terminate();
    }
  }

  #call(makeOrder: (call: number) => Order, onWorker?: Worker): Promise<WorkerReply> {
    const call = (this.#callCount += 1);
    return new Promise((resolve, reject) => {
      const worker = onWorker ?? this.#running();
      this.#calls.set(call, { resolve, reject });
      worker.postMessage(makeOrder(call), []);
    });
  }

  #post(order: Order, move: ArrayBuffer[] = []): void {
    this.#running().postMessage(order, move);
  }

  #running(): Worker {
    if (this.#closing !== undefined) throw closedError();
    if (this.#breakage !== undefined) throw this.#breakage;
    this.#worker ??= this.#start();
    return this.#worker;
  }

  #start(): Worker {
    const worker = new Worker(findWorker(), { workerData: this.#options });
    worker.on('message', (message: unknown) => this.#hear(NewsSchema.parse(message)));
    worker.on('error', (error) => this.#break(error));
    worker.on('exit', () => this.#break(new Error('it exited unexpectedly')));
    return worker;
  }

  #hear(news: News): void {
    if (news.news === 'records') {
      this.#listener.onRecords(readRecordBatch(news.batch));
      const bytes = news.batch.bytes.byteLength;
      if (bytes > 0) this.#worker?.postMessage({ order: 'acknowledge', bytes } satisfies Order);
      return;
    }
    const pending = this.#calls.get(news.call);
    this.#calls.delete(news.call);
    if (news.news === 'failed') pending?.reject(new TransportError(news.failure));
    else pending?.resolve(news);
  }

  #break(cause: Error): void {
    const calls = [...this.#calls.values()];
    this.#calls.clear();
    const isAsked = this.#closing !== undefined;
    const error = isAsked ? closedError() : brokenError(cause);
    for (const { reject } of calls) reject(error);
    if (isAsked || this.#breakage !== undefined) return;
    this.#breakage = error;
    this.#listener.onBroken(error);
  }
}

function closedError(): TargetError {
  return new TargetError('the transport was closed', {
    code: 'TRANSPORT_CLOSED',
    help: 'make a new one for more requests',
  });
}

function brokenError(cause: Error): LoadcellError {
  return new LoadcellError('TRANSPORT', `the thread that sends requests failed: ${cause.message}`, {
    cause,
    help: 'report this as a bug in Loadcell',
  });
}

/** Path of the worker's built entry: it runs JavaScript on disk even if this package runs from its sources. */
function findWorker(): string {
  try {
    return createRequire(import.meta.url).resolve('@loadcell/core/undici-worker');
  } catch (cause) {
    if (systemErrorCode(cause) !== 'MODULE_NOT_FOUND') throw cause;
    throw new TargetError('the worker of @loadcell/core that sends requests is not built', {
      code: 'WORKER_NOT_BUILT',
      help: 'run npm run build in the checkout, or reinstall @loadcell/core',
      cause,
    });
  }
}
