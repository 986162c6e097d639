import { setTimeout as delay } from 'node:timers/promises';
import type { NativeAddon } from '../addon/addon-contract.ts';
import { loadNative } from '../addon/load-native.ts';
import { RingReader } from '../record/ring-reader.ts';
import type { AddonWire } from '../addon/addon-wire.ts';
import { ArenaReader } from './byte-arena.ts';
import { resolveAddresses } from './resolve-addresses.ts';
import { parseWireAccount, type WireAccount } from './wire-account.ts';
import { WireBatchReader, type WireBatch } from './wire-batch.ts';
import { orWireError, WireError } from './wire-error.ts';
import { describeWireFailure } from './wire-failure.ts';
import { resolveWire, type WireEndpoint, type WireOptions } from './wire-options.ts';
import { RequestEncoder, type WireRequest } from './wire-request.ts';

/** Where a wire is in its life. */
export type WireState = 'created' | 'opening' | 'open' | 'stopped';

const OPENING_POLL_MS = 1;

/**
 * Sends HTTP requests at their times from a native thread of its own and stamps what comes back, whatever the
 * JavaScript thread does. Whoever uses it drains it every few milliseconds while requests are under way.
 */
export class NativeWire {
  readonly #native: AddonWire;
  readonly #rows: WireBatchReader;
  readonly #encoder = new RequestEncoder();
  readonly #endpoint: WireEndpoint;
  readonly #connections: number;
  readonly #timeoutNs: number;
  #state: WireState = 'created';

  /** Use {@link createWire}; the addon is given from outside. @throws {WireError} @throws {RangeError} */
  constructor(addon: NativeAddon, options: WireOptions) {
    const { addon: resolved, ring, arena, timeoutNs } = resolveWire(options);
    this.#endpoint = options.endpoint;
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
   * Resolves the name and opens the connections; requests leave from then on. Connections that could not be opened are
   * in the account.
   * @throws {WireError} DNS, ADDRESS, THREAD; CONNECT when connections were asked for and none could be opened (the
   * wire is then stopped); STATE when it was started before, or stopped meanwhile
   */
  async start(): Promise<void> {
    if (this.#state !== 'created') {
      throw new WireError('STATE', `The wire is ${this.#state}: it starts once. Make a new one.`);
    }
    this.#state = 'opening';
    try {
      const addresses = await resolveAddresses(this.#endpoint);
      this.#expectOpening();
      orWireError(() => this.#native.start(addresses));
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
   * Hands requests over: they leave at their times, those without one as soon as a connection is free, in this order.
   * More may be staged at any time, so that a long list is never in memory as a whole.
   * @throws {RangeError} when a request is empty or a time is none
   */
  stage(requests: readonly WireRequest[]): void {
    const { bytes, table } = this.#encoder.encode(requests, this.#timeoutNs);
    this.#native.stage(bytes, table);
  }

  /**
   * Takes the rows since the last call, oldest first; good until the next call. After `stop()`, call it until there are
   * none.
   */
  drain(): WireBatch {
    if (this.#state === 'stopped') this.#native.flush();
    return this.#rows.take();
  }

  /** Ends a request: at once when it is under way, when its turn comes otherwise. */
  cancel(requestId: number): void {
    this.#native.cancel(requestId);
  }

  /**
   * Ends a request as complete, because its response is over as whoever reads it says: its connection has a short time to end
   * the framing of the response, and holds up no other request. Does nothing for one that is not under way.
   */
  finish(requestId: number): void {
    this.#native.finish(requestId);
  }

  /** Closes connections that carry nothing; a later request opens another. */
  closeIdle(): void {
    this.#native.closeIdle();
  }

  /** Ends every request, under way or staged so far. */
  cancelAll(): void {
    this.#native.cancelAll();
  }

  /**
   * From that moment on nothing more is sent: what was not sent by then is dropped. What is under way goes on.
   * @param atNs CLOCK_MONOTONIC nanoseconds; now unless given
   */
  endSending(atNs = 0): void {
    this.#native.endSendingAt(atNs);
  }

  /** The figures so far. */
  account(): WireAccount {
    return parseWireAccount(this.#native.totals());
  }

  /**
   * Ends the thread; requests under way are cancelled and the others dropped. Idempotent. What has not been drained
   * stays readable.
   */
  stop(): void {
    this.#native.stop();
    this.#state = 'stopped';
  }

  #expectOpening(): void {
    if (this.#state !== 'opening') {
      throw new WireError('STATE', 'The wire was stopped while it opened its connections.');
    }
  }

  #expectConnection(): void {
    const { connectionsOpenedBefore, lastConnectFailure, lastConnectDetail } = this.account();
    if (this.#connections === 0 || connectionsOpenedBefore > 0) return;
    throw new WireError(
      'CONNECT',
      `None of ${this.#connections} connections to ${nameOf(this.#endpoint)} could be opened: ` +
        `${describeWireFailure(lastConnectFailure, lastConnectDetail)}.`.replace('?.', '?'),
      { failure: lastConnectFailure },
    );
  }
}

function nameOf(endpoint: WireEndpoint): string {
  return 'socketPath' in endpoint ? endpoint.socketPath : new URL(endpoint.url).host;
}

/**
 * Makes a wire to one endpoint; nothing happens until `start()`.
 * @throws {NativeLoadError} when the addon cannot be loaded
 * @throws {RangeError} when an option is out of range
 */
export function createWire(options: WireOptions): NativeWire {
  return new NativeWire(loadNative(), options);
}
