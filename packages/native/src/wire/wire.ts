import { setTimeout as delay } from 'node:timers/promises';
import type { NativeAddon } from '../addon/addon-contract.ts';
import { loadNative } from '../addon/load-native.ts';
import { RingReader } from '../record/ring-reader.ts';
import type { AddonEndpoint, AddonWire } from '../addon/addon-wire.ts';
import { ArenaReader } from './byte-arena.ts';
import { reachableFrom, resolveAddresses } from './resolve-addresses.ts';
import { parseWireAccount, type WireAccount } from './wire-account.ts';
import { WireBatchReader, type WireBatch } from './wire-batch.ts';
import { orWireError, WireError } from './wire-error.ts';
import { describeWireFailure } from './wire-failure.ts';
import { resolveWire, type WireEndpoint, type WireOptions } from './wire-options.ts';
import { RequestEncoder, type WireRequest } from './wire-request.ts';

/** State of a wire. */
export type WireState = 'created' | 'opening' | 'open' | 'stopped';

const OPENING_POLL_MS = 1;

/**
 * Sends HTTP requests at their scheduled times on a native thread and timestamps the responses, independently of the
 * JavaScript thread. The user drains it every few milliseconds while requests are in flight.
 */
export class NativeWire {
  readonly #native: AddonWire;
  readonly #rows: WireBatchReader;
  readonly #encoder = new RequestEncoder();
  readonly #endpoints: readonly WireEndpoint[];
  readonly #sources: readonly string[];
  readonly #connections: number;
  readonly #timeoutNs: number;
  #state: WireState = 'created';

  /** Use {@link createWire}; tests pass the addon. @throws {WireError} @throws {RangeError} */
  constructor(addon: NativeAddon, options: WireOptions) {
    const { addon: resolved, ring, arena, timeoutNs } = resolveWire(options);
    this.#endpoints = [options.endpoint, ...(options.moreEndpoints ?? [])];
    this.#sources = options.sourceAddresses ?? [];
    this.#connections = resolved.connections;
    this.#timeoutNs = timeoutNs;
    this.#native = orWireError(() => new addon.Wire(resolved));
    this.#rows = new WireBatchReader(
      new RingReader(ring, Number(this.#native.ringOffsetBytes()), resolved.ringSlots),
      new ArenaReader(arena, Number(this.#native.arenaOffsetBytes()), resolved.arenaBytes),
    );
  }

  get state(): WireState {
    return this.#state;
  }

  /**
   * Resolves the name and opens the connections; requests are sent from then on. `account()` counts connections that failed.
   * @throws {WireError} DNS, ADDRESS, THREAD; CONNECT when none of the requested connections could be opened (the wire is then
   * stopped); STATE when it was started before, or stopped while opening
   */
  async start(): Promise<void> {
    if (this.#state !== 'created') {
      throw new WireError(
        'STATE',
        `The wire is ${this.#state} and starts only once. Create a new one.`,
      );
    }
    this.#state = 'opening';
    try {
      const endpoints = await Promise.all(this.#endpoints.map((one) => this.#resolve(one)));
      this.#expectOpening();
      orWireError(() => this.#native.start(endpoints, this.#sources));
      while (Number.isNaN(this.account().openedAtNs)) {
        await delay(OPENING_POLL_MS);
        this.#expectOpening();
      }
      this.#expectConnection();
      this.#state = 'open';
    } catch (error) {
      this.stop();
      throw error;
    }
  }

  /**
   * Stages requests: each is sent at its scheduled start, those without one in this order as soon as a connection is free.
   * More may be staged at any time, so that a long list need not be in memory as a whole.
   * @throws {RangeError} when a request is empty or a time is invalid
   */
  stage(requests: readonly WireRequest[]): void {
    const { bytes, table } = this.#encoder.encode(requests, this.#timeoutNs);
    this.#native.stage(bytes, table);
  }

  /**
   * Takes the rows since the last call, oldest first; valid until the next call. After `stop()`, call it until it returns no
   * rows.
   */
  drain(): WireBatch {
    if (this.#state === 'stopped') this.#native.flush();
    return this.#rows.take();
  }

  /** Cancels a request: immediately when it is in flight, else when its turn comes. */
  cancel(requestId: number): void {
    this.#native.cancel(requestId);
  }

  /**
   * Ends a request as complete because its reader says so: its connection gets a short time to end the framing of the response
   * and delays no other request. Does nothing for a request that is not in flight.
   */
  finish(requestId: number): void {
    this.#native.finish(requestId);
  }

  /** Closes connections that carry nothing; a later request opens another. */
  closeIdle(): void {
    this.#native.closeIdle();
  }

  /** Cancels every request, in flight or staged. */
  cancelAll(): void {
    this.#native.cancelAll();
  }

  /**
   * Nothing is sent from that time on: unsent requests are dropped, requests in flight continue.
   * @param atNs CLOCK_MONOTONIC nanoseconds (default: now)
   */
  endSending(atNs = 0): void {
    this.#native.endSendingAt(atNs);
  }

  /** Totals so far. */
  account(): WireAccount {
    return parseWireAccount(this.#native.totals());
  }

  /**
   * Ends the thread; cancels requests in flight and drops the others. Idempotent. Undrained rows stay readable.
   */
  stop(): void {
    this.#native.stop();
    this.#state = 'stopped';
  }

  async #resolve(endpoint: WireEndpoint): Promise<AddonEndpoint> {
    const addresses = reachableFrom(await resolveAddresses(endpoint), this.#sources);
    return { addresses, host: hostOf(endpoint) };
  }

  #expectOpening(): void {
    if (this.#state !== 'opening') {
      throw new WireError('STATE', 'The wire was stopped while opening its connections.');
    }
  }

  #expectConnection(): void {
    const { connectionsOpenedBefore, lastConnectFailure, lastConnectDetail } = this.account();
    if (this.#connections === 0 || connectionsOpenedBefore > 0) return;
    throw new WireError(
      'CONNECT',
      `Cannot open any of ${this.#connections} connections to ${this.#endpoints.map(nameOf).join(', ')}: ` +
        `${describeWireFailure(lastConnectFailure, lastConnectDetail)}.`,
      { failure: lastConnectFailure },
    );
  }
}

function nameOf(endpoint: WireEndpoint): string {
  return 'socketPath' in endpoint ? endpoint.socketPath : new URL(endpoint.url).host;
}

/** As in the Host header. */
function hostOf(endpoint: WireEndpoint): string {
  return 'socketPath' in endpoint ? 'localhost' : new URL(endpoint.url).host;
}

/**
 * Creates a wire to one endpoint or several; nothing happens until `start()`.
 * @throws {NativeLoadError} when the addon cannot be loaded
 * @throws {RangeError} when an option is out of range
 */
export function createWire(options: WireOptions): NativeWire {
  return new NativeWire(loadNative(), options);
}
