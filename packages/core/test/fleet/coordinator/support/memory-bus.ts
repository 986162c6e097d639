import { LoadcellError } from '../../../../src/spec/error/errors.ts';
import type {
  Bus,
  BusEntry,
  BusKv,
  BusObject,
  BusObjects,
  BusStatus,
  BusSubscription,
} from '../../../../src/fleet/bus/bus.ts';

type Listener<Value> = (value: Value) => void;

/** Whether a subject or key matches a pattern with `*` and `>`. */
function matches(pattern: string, text: string): boolean {
  const parts = text.split('.');
  const wanted = pattern.split('.');
  if (wanted.at(-1) === '>') {
    return wanted.slice(0, -1).every((one, index) => one === '*' || one === parts[index]);
  }
  return (
    wanted.length === parts.length && wanted.every((one, i) => one === '*' || one === parts[i])
  );
}

/** A bucket in memory. Changes are delivered as on a bus: later, in order. */
class MemoryKv implements BusKv {
  readonly values = new Map<string, unknown>();
  readonly #watches = new Set<{ pattern: string; onEntry: Listener<BusEntry> }>();
  isRemoved = false;

  async put(key: string, value: unknown): Promise<void> {
    await Promise.resolve();
    if (this.isRemoved) throw new LoadcellError('BUS', 'the bucket is gone');
    // What JSON cannot hold does not travel.
    const sent: unknown = JSON.parse(JSON.stringify(value));
    this.values.set(key, sent);
    this.#tell({ key, value: sent });
  }

  async get(key: string): Promise<unknown> {
    await Promise.resolve();
    return this.values.get(key);
  }

  async delete(key: string): Promise<void> {
    await Promise.resolve();
    this.values.delete(key);
    this.#tell({ key });
  }

  async watch(pattern: string, onEntry: Listener<BusEntry>): Promise<BusSubscription> {
    await Promise.resolve();
    const watch = { pattern, onEntry };
    this.#watches.add(watch);
    for (const [key, value] of this.values) if (matches(pattern, key)) onEntry({ key, value });
    return { close: () => void this.#watches.delete(watch) };
  }

  async remove(): Promise<void> {
    await Promise.resolve();
    this.isRemoved = true;
    this.values.clear();
  }

  #tell(entry: BusEntry): void {
    for (const { pattern, onEntry } of this.#watches) {
      if (matches(pattern, entry.key)) queueMicrotask(() => onEntry(entry));
    }
  }
}

/** A store that holds nothing. */
class NoObjects implements BusObjects {
  isRemoved = false;

  putFile(name: string): Promise<BusObject> {
    return Promise.resolve({ name, bytes: 0, sha256: '0'.repeat(64) });
  }

  putText(name: string): Promise<BusObject> {
    return this.putFile(name);
  }

  getFile({ name }: BusObject): Promise<void> {
    return Promise.reject(new LoadcellError('BUS_OBJECT', `"${name}" is absent`));
  }

  getText({ name }: Omit<BusObject, 'bytes'>): Promise<string> {
    return Promise.reject(new LoadcellError('BUS_OBJECT', `"${name}" is absent`));
  }

  remove(): Promise<void> {
    this.isRemoved = true;
    return Promise.resolve();
  }
}

/** A bus in memory, without a network. */
export class MemoryBus implements Bus {
  readonly address = 'nats://memory:4222';
  readonly buckets = new Map<string, MemoryKv>();
  readonly stores = new Map<string, NoObjects>();
  readonly #subscriptions = new Set<{ subject: string; onMessage: Listener<unknown> }>();
  readonly #answers = new Map<string, (payload: unknown) => unknown>();
  readonly #statuses = new Set<Listener<BusStatus>>();
  isConnected = true;

  kv(bucket: string): Promise<MemoryKv> {
    const kv = this.buckets.get(bucket) ?? new MemoryKv();
    this.buckets.set(bucket, kv);
    return Promise.resolve(kv);
  }

  objects(bucket: string): Promise<NoObjects> {
    const store = this.stores.get(bucket) ?? new NoObjects();
    this.stores.set(bucket, store);
    return Promise.resolve(store);
  }

  publish(subject: string, payload: unknown): void {
    for (const one of this.#subscriptions) {
      if (matches(one.subject, subject)) queueMicrotask(() => one.onMessage(payload));
    }
  }

  subscribe(subject: string, onMessage: Listener<unknown>): BusSubscription {
    const subscription = { subject, onMessage };
    this.#subscriptions.add(subscription);
    return { close: () => void this.#subscriptions.delete(subscription) };
  }

  answer(subject: string, handle: (payload: unknown) => unknown): BusSubscription {
    this.#answers.set(subject, handle);
    return { close: () => void this.#answers.delete(subject) };
  }

  async request(subject: string, payload: unknown): Promise<unknown> {
    await Promise.resolve();
    const handle = this.#answers.get(subject);
    if (handle === undefined) throw new LoadcellError('BUS_NO_REPLY', `no reply to ${subject}`);
    return handle(payload);
  }

  onStatus(listener: Listener<BusStatus>): BusSubscription {
    this.#statuses.add(listener);
    return { close: () => void this.#statuses.delete(listener) };
  }

  /** Changes the state of the connection. */
  become(status: BusStatus): void {
    this.isConnected = status.kind === 'connected';
    for (const listener of this.#statuses) listener(status);
  }

  /** Registrations that are still open. */
  get open(): number {
    return this.#subscriptions.size + this.#answers.size + this.#statuses.size;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
