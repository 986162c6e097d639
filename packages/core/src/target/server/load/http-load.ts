import type { Transport, TransportAccount } from '../../transport/transport.ts';
import { Exchanges } from '../session/exchanges.ts';
import type { HttpSession } from '../session/http-session.ts';
import type { LoadPlan } from './load-plan.ts';
import type { LoadRequest } from './load-request.ts';
import { LoadRun } from './load-run.ts';
import { MadeAhead } from './supply/made-ahead.ts';

/** Connections that requests are made for before a load begins, at most. */
const ENOUGH_CONNECTIONS = 1024;

/** Runs loads on connections of their own, so that their account tells of nothing else. */
export class HttpLoad {
  readonly #session: HttpSession;
  readonly #transport: Transport;
  readonly #exchanges = new Exchanges();
  readonly #maxConcurrency: number;
  #idleNs = 0;

  /** @param maxConcurrency requests in flight at most: the concurrency of a closed loop, `Infinity` for an open one without a limit */
  constructor(session: HttpSession, maxConcurrency: number) {
    this.#session = session;
    this.#maxConcurrency = maxConcurrency;
    this.#transport = session.makeTransport(maxConcurrency, {
      onRecords: this.#exchanges.take,
      onBroken: this.#exchanges.break,
    });
  }

  /** Opens connections before the clock starts, and closes those of the session that carry nothing. @throws {TransportError} when none can be opened */
  async open(connections: number, signal?: AbortSignal): Promise<void> {
    // Idle during a load, they would take the threads of a server that has one for each connection.
    this.#session.transport.closeIdle();
    await this.#transport.open(Math.min(connections, this.#maxConcurrency), signal);
  }

  /**
   * Makes the first requests of a load before it begins: as many as fit, and in any case two for each connection.
   * @param onProgress called now and then with the number made, where that takes long
   * @param count of a load that has so many requests: they are made whatever that takes, as far as they fit
   */
  async makeAhead(
    requests: Iterable<LoadRequest>,
    signal: AbortSignal,
    onProgress: (made: number, enough: number) => void,
    count = 0,
  ): Promise<MadeAhead> {
    const made = new MadeAhead(requests, (request) => this.#session.prepare(request));
    const enough = Math.max(count, 2 * Math.min(this.#maxConcurrency, ENOUGH_CONNECTIONS));
    await made.prefill(enough, signal, (ready) => onProgress(ready, enough));
    return made;
  }

  /**
   * Sends every request at its time and waits until all are over.
   * @throws the signal's reason when it is aborted, after every request that was handed over has ended
   */
  async run(plan: LoadPlan, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const run = new LoadRun(
      plan,
      this.#session,
      this.#transport,
      this.#exchanges,
      this.#maxConcurrency,
    );
    try {
      await run.toEnd(signal);
    } finally {
      this.#idleNs += run.idleNs;
    }
    signal.throwIfAborted();
  }

  account(): Promise<TransportAccount> {
    return this.#transport.account();
  }

  /** Time that connections of closed loops were idle because no request was made, added up over them. */
  get idleNs(): number {
    return this.#idleNs;
  }

  /** Ends connections and threads; idempotent. */
  close(): Promise<void> {
    return this.#transport.close();
  }
}
