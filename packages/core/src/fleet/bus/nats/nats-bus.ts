import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { Kvm } from '@nats-io/kv';
import { Objm, type ObjectStore, type ObjectStoreOptions } from '@nats-io/obj';
import { nanos, type Msg, type NatsConnection, type Subscription } from '@nats-io/transport-node';
import { LoadcellError } from '../../../spec/error/errors.ts';
import { parseBusAddress } from '../bus-address.ts';
import { unlessAborted, within } from '../bounded-wait.ts';
import type {
  Bus,
  BusKv,
  BusObjects,
  BusOptions,
  BusStatus,
  BusSubscription,
  KvOptions,
} from '../bus.ts';
import { busError, isAbsent, isWithoutResponder } from './bus-errors.ts';
import { NatsKv } from './nats-kv.ts';
import { NatsObjects } from './nats-objects.ts';
import { openConnection } from './open-connection.ts';
import { untilDone } from './retry.ts';

/** The first version of nats-server with direct reads of buckets. */
const LEAST_VERSION = [2, 9] as const;

/** Longest wait for what is buffered to be sent at the end, ms: the bus may hang. */
const FLUSH_MS = 300;

/** How long a store keeps objects. */
function ageOf(ttlMs: number | undefined): Partial<ObjectStoreOptions> {
  return ttlMs === undefined ? {} : { ttl: nanos(ttlMs) };
}

/** The bus on NATS. */
export class NatsBus implements Bus {
  readonly address: string;
  readonly #connection: NatsConnection;
  readonly #listeners = new Set<(status: BusStatus) => void>();
  readonly #maxDisconnectedMs: number;
  #isConnected = true;
  #isClosed = false;
  #giveUp: NodeJS.Timeout | undefined;

  private constructor(connection: NatsConnection, address: string, maxDisconnectedMs: number) {
    this.#connection = connection;
    this.address = address;
    this.#maxDisconnectedMs = maxDisconnectedMs;
    void this.#followStatus();
    void this.#followEnd();
  }

  static async connect(options: BusOptions): Promise<NatsBus> {
    const address = parseBusAddress(options.url);
    let connection: NatsConnection | undefined;
    try {
      connection = await openConnection(address, options);
      refuseOld(address.shown, connection.info?.version ?? '');
      const manager = jetstreamManager(connection);
      await (options.signal === undefined ? manager : unlessAborted(manager, options.signal));
    } catch (error) {
      await connection?.close();
      throw busError(address.shown, error);
    }
    return new NatsBus(connection, address.shown, options.maxDisconnectedMs);
  }

  get isConnected(): boolean {
    return this.#isConnected && !this.#isClosed;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  async kv(bucket: string, options: KvOptions = {}): Promise<BusKv> {
    const kvm = new Kvm(jetstream(this.#connection));
    const isFinal = (error: unknown): boolean => options.mustExist === true && isAbsent(error);
    return await this.#try(() => NatsKv.open(this, { kvm, bucket, options }), isFinal);
  }

  async objects(
    bucket: string,
    { mustExist, ttlMs }: Pick<KvOptions, 'mustExist' | 'ttlMs'> = {},
  ): Promise<BusObjects> {
    const objm = new Objm(jetstream(this.#connection));
    const open = (): Promise<ObjectStore> =>
      mustExist === true ? objm.open(bucket) : objm.create(bucket, ageOf(ttlMs));
    const isFinal = (): boolean => mustExist === true && this.isConnected;
    return await this.#try(async () => new NatsObjects(this, await open()), isFinal);
  }

  publish(subject: string, payload: unknown): void {
    if (this.isConnected) this.#connection.publish(subject, JSON.stringify(payload));
  }

  subscribe(subject: string, onMessage: (payload: unknown) => void): BusSubscription {
    return closing(
      this.#connection.subscribe(subject, {
        callback: (error, message) => {
          if (error === null) onMessage(payloadOf(message));
        },
      }),
    );
  }

  answer(subject: string, handle: (payload: unknown) => unknown): BusSubscription {
    return closing(
      this.#connection.subscribe(subject, {
        callback: (error, message) => {
          if (error === null) void reply(message, handle);
        },
      }),
    );
  }

  async request(subject: string, payload: unknown, timeoutMs: number): Promise<unknown> {
    try {
      const options = { timeout: timeoutMs };
      const text = JSON.stringify(payload);
      return payloadOf(await this.#connection.request(subject, text, options));
    } catch (error) {
      const reason = isWithoutResponder(error) ? 'no machine listens' : `within ${timeoutMs} ms`;
      throw new LoadcellError('BUS_NO_REPLY', `no reply to ${subject}: ${reason}`, {
        help: 'check that the other machine is still connected to the bus',
        cause: error,
      });
    }
  }

  onStatus(listener: (status: BusStatus) => void): BusSubscription {
    this.#listeners.add(listener);
    return { close: () => void this.#listeners.delete(listener) };
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    try {
      if (this.#isConnected) await within(FLUSH_MS, this.#connection.flush());
    } catch {
      // It disconnected in between.
    }
    await this.#connection.close();
  }

  async #try<Result>(
    act: () => Promise<Result>,
    isFinal: (error: unknown) => boolean,
  ): Promise<Result> {
    try {
      return await untilDone(this, act, isFinal);
    } catch (error) {
      throw busError(this.address, error);
    }
  }

  async #followStatus(): Promise<void> {
    for await (const { type } of this.#connection.status()) {
      if (type === 'disconnect') this.#disconnected();
      if (type === 'reconnect') this.#reconnected();
    }
  }

  async #followEnd(): Promise<void> {
    const error = await this.#connection.closed();
    this.#isClosed = true;
    clearTimeout(this.#giveUp);
    const cause = error instanceof Error ? busError(this.address, error) : undefined;
    this.#notify({ kind: 'closed', ...(cause === undefined ? {} : { error: cause }) });
    this.#listeners.clear();
  }

  #disconnected(): void {
    if (!this.#isConnected) return;
    this.#isConnected = false;
    this.#notify({ kind: 'disconnected' });
    if (!Number.isFinite(this.#maxDisconnectedMs)) return;
    this.#giveUp = setTimeout(() => void this.#connection.close(), this.#maxDisconnectedMs);
  }

  #reconnected(): void {
    clearTimeout(this.#giveUp);
    this.#isConnected = true;
    this.#notify({ kind: 'connected' });
  }

  #notify(status: BusStatus): void {
    for (const listener of this.#listeners) listener(status);
  }
}

function refuseOld(address: string, version: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [leastMajor, leastMinor] = LEAST_VERSION;
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return;
  throw new LoadcellError('BUS', `the bus at ${address} runs nats-server ${version}`, {
    help: `install nats-server ${LEAST_VERSION.join('.')} or later`,
  });
}

function closing(subscription: Subscription): BusSubscription {
  return { close: () => subscription.unsubscribe() };
}

async function reply(message: Msg, handle: (payload: unknown) => unknown): Promise<void> {
  try {
    const result = await handle(payloadOf(message));
    message.respond(JSON.stringify(result));
  } catch {
    // The request times out where it was made, and is explained there.
  }
}

/** The payload as JSON; undefined for what another program sent. */
function payloadOf(message: Msg): unknown {
  try {
    return message.json();
  } catch {
    return undefined;
  }
}
