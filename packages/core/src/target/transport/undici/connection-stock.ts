import type { TransportOptions } from '../transport.ts';
import { Connection } from './connection.ts';
import { ReusePolicy } from './reuse-policy.ts';

/** The idle connections of a sender, and the counts of all that were opened. */
export class ConnectionStock {
  readonly #options: TransportOptions;
  readonly #policy: ReusePolicy;
  /** Last in, first out: the server closes a connection that stays idle too long. */
  readonly #idle: Connection[] = [];
  /** Connections that were lost, or may not be reused, and have no replacement yet. */
  #unreplaced = 0;
  #openedBefore = 0;
  #openedDuring = 0;
  #fresh = 0;
  #made = 0;

  constructor(options: TransportOptions) {
    this.#options = options;
    this.#policy = new ReusePolicy(options.reusesConnections);
  }

  get account(): {
    readonly connectionsOpenedBefore: number;
    readonly connectionsOpenedDuring: number;
    readonly freshConnections: number;
  } {
    return {
      connectionsOpenedBefore: this.#openedBefore,
      connectionsOpenedDuring: this.#openedDuring,
      freshConnections: this.#fresh,
    };
  }

  /** Opens connections in advance. @throws the first one's error when all fail */
  async open(count: number): Promise<void> {
    const made = Array.from({ length: count }, () => this.#make());
    const outcomes = await Promise.allSettled(made.map((connection) => connection.prepare()));
    for (const [index, outcome] of outcomes.entries()) {
      const connection = made[index];
      if (connection === undefined) continue;
      if (outcome.status === 'fulfilled') {
        this.#openedBefore += 1;
        this.#idle.push(connection);
      } else {
        await connection.destroy();
      }
    }
    const [first] = outcomes;
    if (this.#openedBefore === 0 && first?.status === 'rejected') throw first.reason;
  }

  /** A connection that may carry a request; if none is open, it opens when the request is sent. */
  take(): Connection {
    for (let idle = this.#idle.pop(); idle !== undefined; idle = this.#idle.pop()) {
      if (this.#policy.mayUse(idle.hasServed, idle.restedForNs)) return idle;
      this.#unreplaced += 1;
      void idle.destroy();
    }
    return this.#make();
  }

  /** @param hasServed whether a response arrived on it in full and promised another */
  put(connection: Connection, hasServed: boolean): void {
    connection.rest(hasServed);
    if (this.#policy.isSingleUse) void connection.destroy();
    else this.#idle.push(connection);
  }

  /** A connection had ended before a request could use it. @param restedForNs idle time; `NaN` without a response */
  noteLoss(restedForNs: number): void {
    this.#unreplaced += 1;
    if (!Number.isNaN(restedForNs)) this.#policy.lostAfter(restedForNs);
  }

  async close(): Promise<void> {
    await Promise.all(this.#idle.splice(0).map((connection) => connection.destroy()));
  }

  #make(): Connection {
    const { sourceAddresses = [] } = this.#options;
    const localAddress = sourceAddresses[this.#made % Math.max(1, sourceAddresses.length)];
    this.#made += 1;
    return new Connection(this.#options, localAddress, {
      onOpened: () => {
        this.#openedDuring += 1;
        if (this.#unreplaced > 0 || this.#policy.isSingleUse) this.#fresh += 1;
        if (this.#unreplaced > 0) this.#unreplaced -= 1;
      },
      onIdleEnd: (restedForNs) => {
        this.#policy.endedAfter(restedForNs);
        if (this.#policy.isSingleUse) this.#unreplaced += 1;
      },
    });
  }
}
