import type { Transport, TransportAccount } from '../../transport/transport.ts';
import { Exchanges } from '../session/exchanges.ts';
import type { HttpSession } from '../session/http-session.ts';
import type { LoadPlan } from './load-plan.ts';
import type { LoadRequest } from './load-request.ts';
import { LoadRun } from './load-run.ts';
import { MadeAhead } from './supply/made-ahead.ts';

/** Requests are made ahead for at most this many connections. */
const ENOUGH_CONNECTIONS = 1024;

/** How many connections a load has. */
export interface LoadConnections {
  /** Opened before the clock starts. */
  readonly connections: number;
  /** Maximum requests in flight: the concurrency of a closed loop, `Infinity` for an open loop without a limit. */
  readonly maxConcurrency: number;
}

/** Runs loads on their own connections, so that their account covers nothing else. */
export class HttpLoad {
  readonly #session: HttpSession;
  readonly #transport: Transport;
  readonly #exchanges = new Exchanges();
  readonly #maxConcurrency: number;
  #idleNs = 0;

  /** @param maxConcurrency see {@link LoadConnections} */
  constructor(session: HttpSession, maxConcurrency: number) {
    this.#session = session;
    this.#maxConcurrency = maxConcurrency;
    this.#transport = session.makeTransport(maxConcurrency, {
      onRecords: this.#exchanges.take,
      onBroken: this.#exchanges.break,
    });
  }

  /**
   * Opens connections before the clock starts, and closes the idle ones of the session; the caller closes the load.
   * @throws {TransportError} when none can be opened
   */
  static async open(
    session: HttpSession,
    { connections, maxConcurrency }: LoadConnections,
    signal?: AbortSignal,
  ): Promise<HttpLoad> {
    const load = new HttpLoad(session, maxConcurrency);
    // Idle during a load, they would take the threads of a server with one thread for each connection.
    session.transport.closeIdle();
    try {
      await load.#transport.open(Math.min(connections, maxConcurrency), signal);
    } catch (error) {
      await load.close();
      throw error;
    }
    return load;
  }

  /**
   * Makes the first requests of a load before it begins: as many as fit, and at least two for each connection.
   * @param onProgress called from time to time with the number made, where that takes long
   * @param count number of requests of the load where it is known: all of them are made, as far as they fit
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
   * Sends every request at its time and waits until all have ended.
   * @throws the signal's reason when it is aborted, once every request that was handed over has ended
   */
  async run(plan: LoadPlan, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const { affinity } = this.#session;
    const onOver: LoadPlan['onOver'] = (outcome) => {
      affinity?.learn(outcome.request.context, outcome.finished.facts.headers);
      plan.onOver(outcome);
    };
    const run = new LoadRun(
      { ...plan, onOver },
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

  /** Time that connections of closed loops were idle for lack of a request, summed over connections. */
  get idleNs(): number {
    return this.#idleNs;
  }

  /** Closes connections and ends threads; idempotent. */
  close(): Promise<void> {
    return this.#transport.close();
  }
}
