import type { NativeAddon } from '../addon/addon-contract.ts';
import { NativeError } from '../addon/errors.ts';
import { loadNative } from '../addon/load-native.ts';
import { RingReader } from '../record/ring-reader.ts';
import type { AddonMock } from '../addon/addon-mock.ts';
import { parseMockAccount, type MockAccount } from './mock-account.ts';
import { resolveMock, type MockServerOptions } from './mock-options.ts';
import { takeStamps, type MockStamps } from './mock-stamps.ts';

/** Codes of {@link MockServerError}: cannot listen, invalid IP address, no thread, no descriptors. */
export type MockServerErrorCode = 'LISTEN' | 'ADDRESS' | 'THREAD' | 'POLLER';

/** The mock server could not be started. */
export class MockServerError extends NativeError {
  override readonly code: MockServerErrorCode;

  constructor(code: MockServerErrorCode, message: string, options?: ErrorOptions) {
    super(code, message, options);
    this.code = code;
  }
}

const CODES: readonly MockServerErrorCode[] = ['LISTEN', 'ADDRESS', 'THREAD', 'POLLER'];

/**
 * Mock server with exactly known timing, on a native thread: `/v1/chat/completions`, `/v1/completions`, `/v1/responses` and
 * `/v1/messages`, streaming and not, `/v1/models`, `/health`, and `/tokenize` with one token per word. Every event is sent at an absolute time
 * and contains the time it was sent as `sent_ns`.
 */
export class NativeMockServer {
  readonly port: number;
  readonly url: string;
  readonly #native: AddonMock;
  readonly #ring: RingReader;

  /** Use {@link createMockServer}; tests pass the addon. @throws {MockServerError} @throws {RangeError} */
  constructor(addon: NativeAddon, options: MockServerOptions) {
    const { addon: resolved, ring } = resolveMock(options);
    this.#native = makeMock(addon, resolved);
    this.#ring = new RingReader(ring, Number(this.#native.ringOffsetBytes()), resolved.ringSlots);
    this.port = Number(this.#native.port());
    const host = resolved.host.includes(':') ? `[${resolved.host}]` : resolved.host;
    this.url = `http://${host}:${this.port}`;
  }

  /** Totals so far. */
  account(): MockAccount {
    return parseMockAccount(this.#native.totals());
  }

  /** Takes the rows since the last call, in send order. */
  drainStamps(): MockStamps {
    return takeStamps(this.#ring);
  }

  /** Closes every connection and ends the thread. Idempotent; rows and totals stay readable. */
  stop(): void {
    this.#native.stop();
  }
}

function makeMock(
  addon: NativeAddon,
  options: ConstructorParameters<NativeAddon['MockServer']>[0],
): AddonMock {
  try {
    return new addon.MockServer(options);
  } catch (cause) {
    if (!(cause instanceof Error) || !('code' in cause)) throw cause;
    const code = CODES.find((known) => known === cause.code);
    if (code === undefined) throw cause;
    throw new MockServerError(code, cause.message, { cause });
  }
}

/**
 * Starts a mock server, which is serving when this returns.
 * @throws {NativeLoadError} when the addon cannot be loaded
 * @throws {MockServerError} when it cannot listen
 * @throws {RangeError} when an option is out of range
 */
export function createMockServer(options: MockServerOptions = {}): NativeMockServer {
  return new NativeMockServer(loadNative(), options);
}
