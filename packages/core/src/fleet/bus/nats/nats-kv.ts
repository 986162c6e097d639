import { setTimeout as delay } from 'node:timers/promises';
import { StorageType } from '@nats-io/jetstream';
import type { KV, KvWatchEntry, Kvm } from '@nats-io/kv';
import type { QueuedIterator } from '@nats-io/transport-node';
import type { BusEntry, BusKv, BusSubscription, KvOptions } from '../bus.ts';
import { busError, isAbsent, isWithoutResponder } from './bus-errors.ts';
import { untilDone, type RetryBus } from './retry.ts';

/** Time between two attempts to watch a bucket again, ms. */
const REWATCH_MS = 500;

interface Watching {
  isClosed: boolean;
  entries: QueuedIterator<KvWatchEntry>;
}

/** A bucket of JetStream. It is made again when the bus has lost it with its disk. */
export class NatsKv implements BusKv {
  readonly #bus: RetryBus;
  readonly #kvm: Kvm;
  readonly #bucket: string;
  readonly #options: KvOptions;
  readonly #watchings = new Set<Watching>();
  readonly #status: BusSubscription;
  #kv: KV;
  #isRemoved = false;

  private constructor(
    bus: RetryBus,
    place: { readonly kvm: Kvm; readonly bucket: string; readonly options: KvOptions },
    kv: KV,
  ) {
    this.#bus = bus;
    this.#kvm = place.kvm;
    this.#bucket = place.bucket;
    this.#options = place.options;
    this.#kv = kv;
    this.#status = bus.onStatus(({ kind }) => {
      if (kind === 'connected') this.#watchAgain();
    });
  }

  static async open(
    bus: RetryBus,
    place: { readonly kvm: Kvm; readonly bucket: string; readonly options: KvOptions },
  ): Promise<NatsKv> {
    return new NatsKv(bus, place, await openBucket(place.kvm, place.bucket, place.options));
  }

  async put(key: string, value: unknown): Promise<void> {
    await this.#do(async () => {
      await this.#kv.put(key, JSON.stringify(value));
    });
  }

  async get(key: string): Promise<unknown> {
    return await this.#do(async () => {
      const entry = await this.#kv.get(key);
      return entry === null || entry.operation !== 'PUT' ? undefined : parse(entry.string());
    });
  }

  async delete(key: string): Promise<void> {
    await this.#do(() => this.#kv.delete(key));
  }

  async watch(pattern: string, onEntry: (entry: BusEntry) => void): Promise<BusSubscription> {
    const entries = await this.#do(() => this.#open(pattern));
    const watching: Watching = { isClosed: false, entries };
    this.#watchings.add(watching);
    void this.#follow(pattern, watching, onEntry);
    return {
      close: () => {
        watching.isClosed = true;
        watching.entries.stop();
        this.#watchings.delete(watching);
      },
    };
  }

  async remove(): Promise<void> {
    this.#isRemoved = true;
    this.#status.close();
    for (const { entries } of this.#watchings) entries.stop();
    try {
      await this.#kv.destroy();
    } catch (error) {
      if (!isAbsent(error)) throw busError(this.#bus.address, error);
    }
  }

  #open(pattern: string): Promise<QueuedIterator<KvWatchEntry>> {
    return this.#kv.watch({ key: pattern });
  }

  async #follow(
    pattern: string,
    watching: Watching,
    onEntry: (entry: BusEntry) => void,
  ): Promise<void> {
    const isOver = (): boolean => watching.isClosed || this.#isRemoved || this.#bus.isClosed;
    while (!isOver()) {
      try {
        for await (const { key, operation, value } of watching.entries) {
          if (watching.isClosed) return;
          const text = new TextDecoder().decode(value);
          onEntry(operation === 'PUT' ? { key, value: parse(text) } : { key });
        }
      } catch {
        // The bus has lost its place in the bucket: it is watched again from the last values.
      }
      while (!isOver()) {
        await delay(REWATCH_MS);
        if (!this.#bus.isConnected) continue;
        try {
          watching.entries = await this.#open(pattern);
          break;
        } catch {
          // Again, until the bus is closed.
        }
      }
    }
    watching.entries.stop();
  }

  async #do<Result>(act: () => Promise<Result>): Promise<Result> {
    try {
      return await untilDone(
        this.#bus,
        async () => {
          try {
            return await act();
          } catch (error) {
            // A put to a bucket that is gone finds nobody who listens on its subject.
            if (isAbsent(error) || isWithoutResponder(error)) await this.#reopen();
            throw error;
          }
        },
        (error) => this.#isRemoved || (this.#options.mustExist === true && isAbsent(error)),
      );
    } catch (error) {
      throw busError(this.#bus.address, error);
    }
  }

  async #reopen(): Promise<void> {
    if (this.#isRemoved) return;
    this.#kv = await openBucket(this.#kvm, this.#bucket, this.#options);
    this.#watchAgain();
  }

  /** Watches from the last values: a bus that restarted may have lost what it watched. */
  #watchAgain(): void {
    for (const { entries } of this.#watchings) entries.stop();
  }
}

async function openBucket(kvm: Kvm, bucket: string, options: KvOptions): Promise<KV> {
  if (options.mustExist === true) {
    const kv = await kvm.open(bucket);
    // Opening alone asks nothing of the bus.
    await kv.status();
    return kv;
  }
  return await kvm.create(bucket, {
    history: 1,
    storage: options.storage === 'memory' ? StorageType.Memory : StorageType.File,
    ...(options.ttlMs === undefined ? {} : { ttl: options.ttlMs }),
  });
}

/** A payload as JSON; undefined for what another program put there. */
function parse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}
