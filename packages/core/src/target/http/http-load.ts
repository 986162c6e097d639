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

  /** @param maxConnections requests under way at once at the most: the concurrency of a closed loop */
  constructor(session: HttpSession, maxConnections: number) {
    this.#session = session;
    this.#maxConnections = maxConnections;
    this.#transport = session.makeTransport(maxConnections, {
      onRecords: this.#exchanges.take,
      onBroken: this.#exchanges.break,
    });
  }

  /** Opens connections before the clock starts. @throws {TransportError} when none can be opened */
  async open(connections: number, signal?: AbortSignal): Promise<void> {
    await this.#transport.open(Math.min(connections, this.#maxConnections), signal);
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
      this.#maxConnections,
    );
    await run.toEnd(signal);
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
