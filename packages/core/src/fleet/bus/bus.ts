import type { LoadcellError } from '../../spec/error/errors.ts';

/** A registration; closing it twice is allowed. */
export interface BusSubscription {
  close(): void;
}

/** An entry of a key-value bucket. */
export interface BusEntry {
  readonly key: string;
  /** Parsed JSON, to be checked by a schema; absent for a deleted key. */
  readonly value?: unknown;
}

/** A key-value bucket of one value per key. Values are JSON. */
export interface BusKv {
  /**
   * Retries while the bus is disconnected.
   * @throws {LoadcellError} BUS when the value was not stored within 30 s
   */
  put(key: string, value: unknown): Promise<void>;
  /** @returns the value, or undefined for an absent or deleted key */
  get(key: string): Promise<unknown>;
  delete(key: string): Promise<void>;
  /**
   * Calls back with the last value of each matching key, in the order in which they were put, then with each change. Goes on
   * after a reconnect; a value may then come twice.
   * @param pattern a key; `*` is one token and `>` the rest
   */
  watch(pattern: string, onEntry: (entry: BusEntry) => void): Promise<BusSubscription>;
  /** Deletes the bucket; without effect when it is gone. */
  remove(): Promise<void>;
}

/** An object in a store. */
export interface BusObject {
  readonly name: string;
  readonly bytes: number;
  /** Lower-case hexadecimal digits. */
  readonly sha256: string;
}

/** A store of files. */
export interface BusObjects {
  /** Stores a file in chunks; memory is bounded. */
  putFile(name: string, path: string): Promise<BusObject>;
  putText(name: string, text: string): Promise<BusObject>;
  /**
   * Writes an object to a file, which is removed when the transfer fails.
   * @throws {LoadcellError} BUS_OBJECT when it is absent, cut short, or differs from the expected size or digest
   */
  getFile(expected: BusObject, path: string, signal?: AbortSignal): Promise<void>;
  /** @throws {LoadcellError} BUS_OBJECT as {@link getFile}, or when it is longer than `maxBytes` */
  getText(expected: Omit<BusObject, 'bytes'>, maxBytes: number): Promise<string>;
  /** Deletes the store; without effect when it is gone. */
  remove(): Promise<void>;
}

/** How a key-value bucket is made when it does not exist. */
export interface KvOptions {
  /** Deletes values that are older, ms; without it they are kept. */
  readonly ttlMs?: number;
  readonly storage?: 'file' | 'memory';
  /** Whether an absent bucket is an error instead of being made: it belongs to another machine. */
  readonly mustExist?: boolean;
}

/** State of the connection. */
export type BusStatus =
  | { readonly kind: 'connected' }
  | { readonly kind: 'disconnected' }
  /** The bus is given up: {@link Bus} can no longer be used. */
  | { readonly kind: 'closed'; readonly error?: LoadcellError };

/** The connection of one machine to the bus: NATS with JetStream. Payloads are JSON, to be checked by a schema. */
export interface Bus {
  /** Address without user and password, for messages. */
  readonly address: string;
  readonly isConnected: boolean;
  /** Opens a bucket, and makes it when absent. */
  kv(bucket: string, options?: KvOptions): Promise<BusKv>;
  /** Opens a store, and makes it when absent, unless it must exist. */
  objects(bucket: string, options?: Pick<KvOptions, 'mustExist' | 'ttlMs'>): Promise<BusObjects>;
  /** Publishes without confirmation; dropped while disconnected. */
  publish(subject: string, payload: unknown): void;
  subscribe(subject: string, onMessage: (payload: unknown) => void): BusSubscription;
  /** Answers requests; a request whose handler throws gets no reply. */
  answer(subject: string, handle: (payload: unknown) => unknown): BusSubscription;
  /** @throws {LoadcellError} BUS_NO_REPLY when nobody replies within `timeoutMs` */
  request(subject: string, payload: unknown, timeoutMs: number): Promise<unknown>;
  onStatus(listener: (status: BusStatus) => void): BusSubscription;
  /** Sends what is buffered and closes the connection; idempotent. */
  close(): Promise<void>;
}

/** How to reach the bus. Files are read once, at the connection. */
export interface BusOptions {
  /** `nats://` or `tls://`, optionally with user and password. */
  readonly url: string;
  /** Credentials file: a JWT with its seed. */
  readonly credsFile?: string;
  /** File with the seed of an nkey. */
  readonly nkeyFile?: string;
  readonly tlsCaFile?: string;
  readonly tlsCertFile?: string;
  readonly tlsKeyFile?: string;
  /** Time limit for the first connection, ms (default: 10,000). */
  readonly connectMs?: number;
  /** Shown by the monitoring pages of the bus. */
  readonly clientName: string;
  /** Gives up when disconnected for longer, ms; `Infinity` for an agent that waits. */
  readonly maxDisconnectedMs: number;
  /** Ends the wait for the first connection, with its reason. */
  readonly signal?: AbortSignal;
}
