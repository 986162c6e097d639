import type { Transport, TransportAccount } from '../transport/transport.ts';
import { Exchanges } from './exchanges.ts';
import type { HttpSession } from './http-session.ts';
import type { LoadPlan } from './load-plan.ts';
import { LoadRun } from './load-run.ts';

/** Runs loads on connections of their own, so that their account tells of nothing else. */
export class HttpLoad {
  readonly #session: HttpSession;
  readonly #transport: Transport;
  readonly #exchanges = new Exchanges();
  readonly #maxConnections: number;

  /** @param maxConnections requests in flight at most: the concurrency of a closed loop, `Infinity` for an open one without a limit */
  constructor(session: HttpSession, maxConnections: number) {
    this.#session = session;
    this.#maxConnections = maxConnections;
    this.#transport = session.makeTransport(maxConnections, {
      onRecords: this.#exchanges.take,
      onBroken: this.#exchanges.break,
    });
  }

  /** Opens connections before the clock starts, and closes those of the session that carry nothing. @throws {TransportError} when none can be opened */
  async open(connections: number, signal?: AbortSignal): Promise<void> {
    // Idle during a load, they would take the threads of a server that has one for each connection.
    this.#session.transport.closeIdle();
    await this.#transport.open(Math.min(connections, this.#maxConnections), signal);
  }

  /**
   * Sends every request at its time and waits until all are over.
   * @throws the signal's reason when it is aborted, after every request that was handed over has ended
   */
  async run(plan: LoadPlan, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const run = new LoadRun(plan, this.#session, this.#transport, this.#exchanges);
    await run.toEnd(this.#maxConnections, signal);
    signal.throwIfAborted();
  }

  account(): Promise<TransportAccount> {
    return this.#transport.account();
  }

  /** Ends connections and threads; idempotent. */
  close(): Promise<void> {
    return this.#transport.close();
  }
}
