import { ringBytes } from '../record/ring-reader.ts';
import type { AddonMockOptions } from '../addon/addon-mock.ts';

/** How selected requests fail: status 500 immediately, or a connection that closes midway. */
export type MockFault = 'status' | 'drop';

/** Behavior and timing of the mock server. Everything has a default. */
export interface MockServerOptions {
  /** IP address (default: 127.0.0.1). */
  readonly host?: string;
  /** Port (default: any free port). */
  readonly port?: number;
  /** Model name (default: `mock`). */
  readonly model?: string;
  /** Whether requests for other models are rejected with 404 (default: false). */
  readonly isStrictAboutModel?: boolean;
  /** Time from the start of service to the first token (default: 50). */
  readonly timeToFirstTokenMs?: number;
  /** Inter-token latency (default: 10). */
  readonly interTokenLatencyMs?: number;
  /** Output tokens, unless the request has a lower limit (default: 64). */
  readonly outputTokens?: number;
  /** Maximum random extra delay before each token, uniform, the same for the same seed (default: 0). */
  readonly jitterMs?: number;
  readonly seed?: number;
  /** Maximum concurrent requests; others queue in order of arrival (default: no limit). */
  readonly concurrency?: number;
  /** Share of requests that fail, 0 to 1, the same ones for the same seed (default: 0). */
  readonly errorRate?: number;
  /** How they fail (default: `status`). */
  readonly fault?: MockFault;
  /** Maximum rows waiting for `drainStamps()`, a power of two (default: 65,536). */
  readonly ringSlots?: number;
}

/** Maximum output tokens of a response. */
const MAX_TOKENS = 1_000_000;

/** Resolves the options and allocates the shared memory. */
export function resolveMock(options: MockServerOptions): {
  addon: AddonMockOptions;
  ring: SharedArrayBuffer;
} {
  const { ringSlots = 65_536, concurrency = Infinity } = options;
  const ring = new SharedArrayBuffer(ringBytes(ringSlots));
  return {
    ring,
    addon: {
      host: options.host ?? '127.0.0.1',
      port: options.port ?? 0,
      model: options.model ?? 'mock',
      isStrictAboutModel: options.isStrictAboutModel ?? false,
      firstTokenNs: toNs(options.timeToFirstTokenMs ?? 50),
      gapNs: toNs(options.interTokenLatencyMs ?? 10),
      tokens: expectTokens(options.outputTokens ?? 64),
      jitterNs: toNs(options.jitterMs ?? 0),
      seed: options.seed ?? 1,
      slots: concurrency === Infinity ? 0 : expectConcurrency(concurrency),
      faultPartsPerMillion: Math.round((options.errorRate ?? 0) * 1e6),
      faultDrops: options.fault === 'drop',
      ringSlots,
      ring: new Uint8Array(ring),
    },
  };
}

function toNs(ms: number): number {
  return Math.round(ms * 1e6);
}

/** 0 means no limit in the addon; here it is an error. */
function expectConcurrency(concurrency: number): number {
  if (Number.isInteger(concurrency) && concurrency >= 1) return concurrency;
  throw new RangeError(`invalid concurrency ${concurrency}: expected an integer of at least 1`);
}

/** The addon has another name for them. */
function expectTokens(tokens: number): number {
  if (Number.isInteger(tokens) && tokens >= 1 && tokens <= MAX_TOKENS) return tokens;
  throw new RangeError(
    `invalid outputTokens ${tokens}: expected an integer from 1 to ${MAX_TOKENS}`,
  );
}
