import type { AddonSampler, NativeAddon } from './addon-contract.ts';
import { SAMPLER_FAILURES, SamplerError } from './errors.ts';
import { loadNative } from './load-native.ts';
import { ringBytes, RingReader } from './ring-reader.ts';
import { takeSamples, type SampleBatch } from './sample-batch.ts';
import { parseTotals, type SamplerTotals } from './sampler-totals.ts';

/** What to sample, and how often. */
export interface SamplerOptions {
  /** A running process; this one's own is allowed. */
  readonly pid: number;
  /** Time between samples, 1,000 to 3.6e12 nanoseconds; 1,000,000 is a kilohertz. */
  readonly periodNs: number;
  /**
   * Samples that wait for `drain()` at most, a power of two; more are dropped and counted.
   * 16,384 unless given: 1 MiB, 16 seconds at a kilohertz.
   */
  readonly ringSlots?: number;
  /** Where the kernel shows its processes, `/proc` unless given; tests use a folder of their own. */
  readonly procRoot?: string;
}

/** Where a sampler is in its life; `exited` means that the process ended and sampling with it. */
export type SamplerState = 'created' | 'sampling' | 'exited' | 'stopped';

/**
 * Samples a process from a native thread of its own, whatever the JavaScript thread does.
 * `start`, `stop`, `drain` and `account` may be called at any time and again.
 */
export class NativeSampler {
  readonly pid: number;
  readonly periodNs: number;
  readonly #native: AddonSampler;
  readonly #ring: RingReader;
  #phase: 'created' | 'started' | 'stopped' = 'created';

  /** Use {@link createSampler}; the addon is given from outside. @throws {SamplerError} */
  constructor(addon: NativeAddon, options: SamplerOptions) {
    const { pid, periodNs, ringSlots = 16_384, procRoot = '/proc' } = options;
    this.pid = pid;
    this.periodNs = periodNs;
    const memory = new SharedArrayBuffer(ringBytes(ringSlots));
    this.#native = this.#orSamplerError(
      () => new addon.Sampler({ pid, periodNs, ringSlots, procRoot }, new Uint8Array(memory)),
    );
    this.#ring = new RingReader(memory, Number(this.#native.ringOffsetBytes()), ringSlots);
  }

  get state(): SamplerState {
    if (this.#phase !== 'started') return this.#phase;
    return this.#native.hasExited() === true ? 'exited' : 'sampling';
  }

  /**
   * Takes the first sample at once and goes on. Does nothing when already sampling.
   * @throws {SamplerError} after `stop()`: a sampler runs once
   */
  start(): void {
    if (this.#phase === 'started') return;
    if (this.#phase === 'stopped') {
      throw new SamplerError(
        'STATE',
        this.pid,
        `The sampler of process ${this.pid} was stopped and cannot start again: make a new one.`,
      );
    }
    this.#orSamplerError(() => this.#native.start());
    this.#phase = 'started';
  }

  /** Ends sampling; what was sampled stays readable. Returns once the thread has ended, at most 20 ms later. */
  stop(): void {
    this.#native.stop();
    this.#phase = 'stopped';
  }

  /** Takes the samples since the last call, oldest first. */
  drain(): SampleBatch {
    return takeSamples(this.#ring);
  }

  /** The figures so far. */
  account(): SamplerTotals {
    return parseTotals(this.#native.totals(), this.periodNs);
  }

  #orSamplerError<T>(act: () => T): T {
    try {
      return act();
    } catch (cause) {
      if (!(cause instanceof Error) || !('code' in cause)) throw cause;
      const code = SAMPLER_FAILURES.find((failure) => failure === cause.code);
      if (code === undefined) throw cause;
      throw new SamplerError(code, this.pid, cause.message, { cause });
    }
  }
}

/**
 * Makes a sampler for one process; nothing runs until `start()`.
 * @throws {NativeLoadError} when the addon cannot be loaded
 * @throws {SamplerError} when the process does not exist, has ended or may not be read
 * @throws {RangeError} when an option is out of range
 */
export function createSampler(options: SamplerOptions): NativeSampler {
  return new NativeSampler(loadNative(), options);
}
