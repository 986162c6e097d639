import { ringBytes } from '../record/ring-reader.ts';
import type { AddonMockOptions } from '../addon/addon-mock.ts';

/** What becomes of requests that are chosen to fail: status 500 at once, or a connection that ends midway. */
export type MockFault = 'status' | 'drop';

/** What the mock server is, and how long it takes. Everything has a default. */
export interface MockServerOptions {
  /** An IP address; 127.0.0.1 unless given. */
  readonly host?: string;
  /** Any that is free unless given. */
  readonly port?: number;
  /** `mock` unless given. */
  readonly model?: string;
  /** Whether a request for another model is refused with 404; not unless given. */
  readonly isStrictAboutModel?: boolean;
  /** From the start of the service to the first token; 50 unless given. */
  readonly timeToFirstTokenMs?: number;
  /** From one token to the next; 10 unless given. */
  readonly gapMs?: number;
  /** Of an answer, unless the request asks for fewer; 64 unless given. */
  readonly tokens?: number;
  /** Each of those waits is longer by up to so much, evenly distributed, the same for the same seed; 0 unless given. */
  readonly jitterMs?: number;
  readonly seed?: number;
  /** Requests served at once, others wait in the order of their coming; no limit unless given. */
  readonly slots?: number;
  /** Share of requests that fail, 0 to 1, the same ones for the same seed; 0 unless given. */
  readonly failRatio?: number;
  /** `status` unless given. */
  readonly fault?: MockFault;
  /** Stamps that wait for `drainStamps()` at most, a power of two; 65,536 unless given. */
  readonly ringSlots?: number;
}

/** Completes the options and makes the memory that both sides share. */
export function resolveMock(options: MockServerOptions): {
  addon: AddonMockOptions;
  ring: SharedArrayBuffer;
} {
  const { ringSlots = 65_536, slots = Infinity } = options;
  const ring = new SharedArrayBuffer(ringBytes(ringSlots));
  return {
    ring,
    addon: {
      host: options.host ?? '127.0.0.1',
      port: options.port ?? 0,
      model: options.model ?? 'mock',
      isStrictAboutModel: options.isStrictAboutModel ?? false,
      firstTokenNs: toNs(options.timeToFirstTokenMs ?? 50),
      gapNs: toNs(options.gapMs ?? 10),
      tokens: options.tokens ?? 64,
      jitterNs: toNs(options.jitterMs ?? 0),
      seed: options.seed ?? 1,
      slots: slots === Infinity ? 0 : expectSlots(slots),
      faultPartsPerMillion: Math.round((options.failRatio ?? 0) * 1e6),
      faultDrops: options.fault === 'drop',
      ringSlots,
      ring: new Uint8Array(ring),
    },
  };
}

function toNs(ms: number): number {
  return Math.round(ms * 1e6);
}

/** 0 means no limit to the addon, and nothing sensible here. */
function expectSlots(slots: number): number {
  if (slots < 1) throw new RangeError(`slots must be at least 1, got ${slots}.`);
  return slots;
}
