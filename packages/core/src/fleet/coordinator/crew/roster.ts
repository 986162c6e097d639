import { nowNs } from '../../../stream/clock.ts';
import type { AgentPresence } from '../../protocol/presence.ts';

/** An agent that has no beat for this long is lost, ms: ten beats, so that a short outage of the bus is none. */
export const LOST_AFTER_MS = 10_000;

/** An agent as its presence shows it. */
export interface SeenAgent {
  readonly presence: AgentPresence;
  /** Whether its beat has grown since it was first seen: a value of a bucket may be as old as its time to live. */
  readonly isBeating: boolean;
  /** When its beat last changed, CLOCK_MONOTONIC nanoseconds of this machine; the clock of the agent plays no part. */
  readonly beatNs: number;
}

/** The agents of a fleet by name, from the values of their presence. */
export class Roster {
  readonly #clock: () => number;
  readonly #agents = new Map<string, SeenAgent>();

  /** @param clock CLOCK_MONOTONIC nanoseconds */
  constructor(clock: () => number = nowNs) {
    this.#clock = clock;
  }

  see(presence: AgentPresence): void {
    const before = this.#agents.get(presence.name);
    const isSame = before?.presence.instance === presence.instance;
    if (isSame && before.presence.beat === presence.beat) return;
    this.#agents.set(presence.name, {
      presence,
      isBeating: before !== undefined,
      beatNs: this.#clock(),
    });
  }

  /** The agent has left. */
  remove(name: string): void {
    this.#agents.delete(name);
  }

  find(name: string): SeenAgent | undefined {
    return this.#agents.get(name);
  }

  /** All agents, by name. */
  all(): SeenAgent[] {
    return [...this.#agents.values()].toSorted((a, b) =>
      a.presence.name < b.presence.name ? -1 : 1,
    );
  }

  /** Time since the last beat of an agent, ms; `Infinity` for one that has left. */
  silenceMs(name: string): number {
    const seen = this.#agents.get(name);
    return seen === undefined ? Infinity : (this.#clock() - seen.beatNs) / 1e6;
  }
}
