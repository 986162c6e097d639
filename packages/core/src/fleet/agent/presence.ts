import { setTimeout as delay } from 'node:timers/promises';
import { LoadcellError } from '../../spec/error/errors.ts';
import { unlessAborted, within } from '../bus/bounded-wait.ts';
import type { Bus, BusKv, BusSubscription } from '../bus/bus.ts';
import { buckets, PROTOCOL_VERSION } from '../protocol/names.ts';
import { fromPayload } from '../protocol/payload.ts';
import { AgentPresenceSchema, BEAT_MS, type AgentPresence } from '../protocol/presence.ts';
import type { AgentIdentity } from './agent-options.ts';

/** Values of agents that are gone are deleted by the bus after this time, ms. */
const TTL_MS = 60_000;

/** An agent with the same name that does not beat for this long is gone, ms. */
const GONE_MS = 3 * BEAT_MS;

/** An agent that ends waits this long to be deleted, ms. */
const LEAVE_MS = 500;

/** What changes in the presence of an agent. */
export interface AgentStatus {
  /** The run in progress. */
  readonly busyWith: string | undefined;
  /** Why it accepts no run. */
  readonly unable: string | undefined;
}

/** Shows this agent on the bus, once a second. */
export class Presence {
  readonly #kv: BusKv;
  readonly #identity: AgentIdentity;
  readonly #status: () => AgentStatus;
  readonly #onTaken: (error: LoadcellError) => void;
  #subscription: BusSubscription | undefined;
  #timer: NodeJS.Timeout | undefined;
  #putting: Promise<void> | undefined;
  #beat = 0;

  private constructor(
    kv: BusKv,
    identity: AgentIdentity,
    status: () => AgentStatus,
    onTaken: (error: LoadcellError) => void,
  ) {
    this.#kv = kv;
    this.#identity = identity;
    this.#status = status;
    this.#onTaken = onTaken;
  }

  /**
   * @param options `onTaken` is called when another agent takes the name later
   * @throws {LoadcellError} AGENT_NAME when an agent of that name beats
   * @throws when the signal is aborted
   */
  static async open(
    bus: Bus,
    options: {
      readonly fleet: string;
      readonly identity: AgentIdentity;
      readonly status: () => AgentStatus;
      readonly onTaken: (error: LoadcellError) => void;
      readonly signal: AbortSignal;
    },
  ): Promise<Presence> {
    const { fleet, identity, status, onTaken, signal } = options;
    const opened = bus.kv(buckets.agents(fleet), { ttlMs: TTL_MS });
    const kv = await unlessAborted(opened, signal);
    await unlessAborted(refuseTaken(kv, identity, signal), signal);
    const presence = new Presence(kv, identity, status, onTaken);
    await presence.#begin();
    return presence;
  }

  /** Shows a change before the next beat. */
  show(): void {
    this.#putting ??= this.#put();
  }

  /** Leaves the bus; idempotent. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#subscription?.close();
    // A bus that is gone deletes the value by its age.
    await within(LEAVE_MS, this.#leave());
  }

  async #leave(): Promise<void> {
    await this.#putting;
    await this.#kv.delete(this.#identity.name).catch(() => {});
  }

  async #begin(): Promise<void> {
    await this.#put();
    this.#timer = setInterval(() => this.show(), BEAT_MS);
    this.#subscription = await this.#kv.watch(this.#identity.name, ({ value }) => {
      const other = fromPayload(AgentPresenceSchema, value);
      // Of two that started together, both see each other: one of them goes.
      if (other !== undefined && other.instance > this.#identity.instance) {
        this.#onTaken(takenError(other));
      }
    });
  }

  async #put(): Promise<void> {
    this.#beat += 1;
    const { busyWith, unable } = this.#status();
    const presence: AgentPresence = {
      ...this.#identity,
      roles: [...this.#identity.roles],
      protocol: PROTOCOL_VERSION,
      beatEpochMs: Date.now(),
      beat: this.#beat,
      ...(busyWith === undefined ? {} : { busyWith }),
      ...(unable === undefined ? {} : { unable }),
    };
    try {
      await this.#kv.put(this.#identity.name, presence);
    } catch {
      // The next beat tries again: an agent outlives its bus.
    } finally {
      this.#putting = undefined;
    }
  }
}

async function refuseTaken(kv: BusKv, { name }: AgentIdentity, signal: AbortSignal): Promise<void> {
  const before = fromPayload(AgentPresenceSchema, await kv.get(name));
  if (before === undefined) return;
  for (let waitedMs = 0; waitedMs < GONE_MS; waitedMs += BEAT_MS / 2) {
    await delay(BEAT_MS / 2, undefined, { signal });
    const now = fromPayload(AgentPresenceSchema, await kv.get(name));
    if (now === undefined) return;
    if (now.beat !== before.beat || now.instance !== before.instance) throw takenError(now);
  }
}

function takenError({ name, machine }: AgentPresence): LoadcellError {
  return new LoadcellError('AGENT_NAME', `another agent is named ${name}, on machine ${machine}`, {
    help: 'pass another name with --name, or stop that agent',
  });
}
