import type { AgentState } from '../../../../src/fleet/protocol/agent-state.ts';
import { buckets, keys, subjects } from '../../../../src/fleet/protocol/names.ts';
import {
  RunOfferSchema,
  type OfferReply,
  type RunOffer,
} from '../../../../src/fleet/protocol/offer.ts';
import { fromPayload } from '../../../../src/fleet/protocol/payload.ts';
import type { BusKv } from '../../../../src/fleet/bus/bus.ts';
import type { MemoryBus } from './memory-bus.ts';

const KEY = { phase: 'load', stage: 'main' } as const;
const OWN = { measured: 5, good: 5, abandoned: 0, requestsPerSecond: 2 };

/** What a {@link TestAgent} does. */
export interface TestAgentOptions {
  readonly reply?: OfferReply;
  /** Stops in the middle of its stage and says nothing more. */
  readonly isStuck?: boolean;
}

/** An agent that runs one stage without a load, by the protocol. */
export class TestAgent {
  readonly name: string;
  readonly #bus: MemoryBus;
  readonly #options: TestAgentOptions;
  offer: RunOffer | undefined;
  startNs = Number.NaN;
  totals: unknown;
  abort: unknown;

  constructor(bus: MemoryBus, name: string, options: TestAgentOptions = {}) {
    this.#bus = bus;
    this.name = name;
    this.#options = options;
    bus.answer(subjects.offer('test', name), (payload) => {
      this.offer = fromPayload(RunOfferSchema, payload);
      const { reply = { accepted: true } } = options;
      if (reply.accepted && this.offer !== undefined) void this.#take(this.offer.runId);
      return reply;
    });
  }

  /** Starts an agent that the test does not look at. */
  static join(bus: MemoryBus, name: string, options: TestAgentOptions = {}): TestAgent {
    return new TestAgent(bus, name, options);
  }

  async #take(runId: string): Promise<void> {
    const kv = await this.#bus.kv(buckets.run(runId));
    const state = (kind: AgentState['kind']): Promise<void> => this.#put(kv, { kind, atNs: 0 });
    await state('preparing');
    await kv.watch(keys.abort, ({ value }) => {
      this.abort = value;
      if (!(this.#options.isStuck ?? false)) void this.#store(kv, { code: 'INTERRUPTED' });
    });
    await kv.watch(keys.start(KEY), ({ value }) => {
      this.startNs = Number(Reflect.get(Object(value), 'startNs'));
      if (!(this.#options.isStuck ?? false)) void kv.put(keys.ended(KEY, this.name), OWN);
    });
    await kv.watch(keys.totals(KEY), ({ value }) => {
      this.totals = value;
      void state('ended').then(() => this.#store(kv));
    });
    await state('running');
    await kv.put(keys.ready(KEY, this.name), { atNs: 0 });
  }

  async #store(kv: BusKv, error?: { readonly code: string }): Promise<void> {
    await this.#put(kv, {
      kind: 'stored',
      atNs: 0,
      directory: { files: [] },
      ...(error === undefined ? {} : { error: { ...error, message: 'stopped' } }),
    });
  }

  async #put(kv: BusKv, state: AgentState): Promise<void> {
    await kv.put(keys.state(this.name), state);
  }
}
