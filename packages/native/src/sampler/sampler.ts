import * as z from 'zod';
import type { NativeAddon } from '../addon/addon-contract.ts';
import type { AddonSampler } from '../addon/addon-sampler.ts';
import { SAMPLER_FAILURES, SamplerError } from './sampler-error.ts';
import { parseHeap, readHeap, type HeapReport } from './heap-report.ts';
import { loadNative } from '../addon/load-native.ts';
import {
  parseLiving,
  parseProcesses,
  type ProcessIdentity,
  type ProcessReport,
} from './process-report.ts';
import { RingReader } from '../record/ring-reader.ts';
import { takeSamples, type SampleBatch } from './sample-batch.ts';
import { resolveSampler, type ResolvedSampler, type SamplerOptions } from './sampler-options.ts';
import { parseTotals, type SamplerTotals } from './sampler-totals.ts';
import { takeSurvey, type SurveyBatch } from './survey-batch.ts';
import { AddonSurveyedSchema, SurveyedTotals } from './surveyed-totals.ts';

/** State of a sampler; `exited` means that all processes, and with them sampling, have ended. */
export type SamplerState = 'created' | 'sampling' | 'exited' | 'stopped';

/** Level that the guarded memory has reached; it never decreases. */
export type GuardLevel = 'below' | 'soft' | 'hard';

/** Interval of the heap timer when V8 does not read the heap. */
const HEAP_PERIOD_MS = 20;

const GUARD_LEVELS: readonly GuardLevel[] = ['below', 'soft', 'hard'];

/**
 * Samples processes on a native thread, independently of the JavaScript thread.
 * `start`, `stop`, drains and accessors may be called repeatedly and at any time.
 */
export class NativeSampler {
  readonly periodNs: number;
  /** The requested processes. */
  readonly pids: readonly number[];
  readonly #native: AddonSampler;
  readonly #budget: ResolvedSampler['budget'];
  readonly #ring: RingReader;
  readonly #surveyRing: RingReader | undefined;
  #heapTimer: NodeJS.Timeout | undefined;
  #phase: 'created' | 'started' | 'stopped' = 'created';

  /**
   * Use {@link createSampler}; tests pass the addon.
   * @throws {SamplerError} @throws {RangeError}
   */
  constructor(addon: NativeAddon, options: SamplerOptions) {
    const resolved = resolveSampler(options);
    this.periodNs = options.periodNs;
    this.pids = resolved.addon.pids;
    this.#budget = resolved.budget;
    this.#native = this.#orSamplerError(() => new addon.Sampler(resolved.addon));
    this.#ring = new RingReader(
      resolved.ring,
      Number(this.#native.ringOffsetBytes()),
      resolved.addon.ringSlots,
    );
    this.#surveyRing = surveyRingOf(resolved, this.#native);
  }

  get state(): SamplerState {
    if (this.#phase !== 'started') return this.#phase;
    return this.#native.hasExited() === true ? 'exited' : 'sampling';
  }

  /** Updated by the native thread in the tick that crosses a limit; costs one atomic read. */
  get guardLevel(): GuardLevel {
    return GUARD_LEVELS[this.#ring.flag()] ?? 'below';
  }

  /**
   * Starts sampling immediately. Does nothing when already sampling.
   * @throws {SamplerError} after `stop()`: a sampler runs once
   */
  start(): void {
    if (this.#phase === 'started') return;
    if (this.#phase === 'stopped') {
      throw new SamplerError(
        'STATE',
        this.pids,
        `The sampler of ${this.#subject()} was stopped and cannot restart. Create a new one.`,
      );
    }
    this.#orSamplerError(() => this.#native.start());
    this.#phase = 'started';
    if (this.heap()?.source === 'timer') this.#startHeapTimer();
  }

  /** Ends sampling; samples and totals stay readable. Returns once the threads have ended, after about 20 ms. */
  stop(): void {
    clearInterval(this.#heapTimer);
    this.#native.stop();
    this.#phase = 'stopped';
  }

  /** Takes the samples since the last call, oldest first. */
  drain(): SampleBatch {
    return takeSamples(this.#ring);
  }

  /** Takes the survey's rows since the last call; undefined without a survey. */
  drainSurvey(): SurveyBatch | undefined {
    return this.#surveyRing === undefined ? undefined : takeSurvey(this.#surveyRing);
  }

  /** Totals so far. */
  account(): SamplerTotals {
    return parseTotals(this.#native.totals(), this.periodNs, this.#budget);
  }

  /** Reports of all processes, in the order of discovery. */
  processes(): readonly ProcessReport[] {
    return parseProcesses(this.#native.processes());
  }

  /** Living processes in the order of discovery; cheaper than `processes()`. */
  living(): readonly ProcessIdentity[] {
    return parseLiving(this.#native.living());
  }

  /** Totals of what the survey reads that is not about a process. */
  surveyed(): SurveyedTotals {
    return new SurveyedTotals(AddonSurveyedSchema.parse(this.#native.surveyed()));
  }

  /** Report of the JavaScript heap; undefined when it was not requested. */
  heap(): HeapReport | undefined {
    return parseHeap(this.#native.heap());
  }

  /** What was requested and cannot be read here, with reasons; one sentence each. */
  missing(): readonly string[] {
    return z.array(z.string()).parse(this.#native.missing());
  }

  #startHeapTimer(): void {
    this.#native.addHeap(readHeap());
    // The timer does not keep the process alive.
    this.#heapTimer = setInterval(() => this.#native.addHeap(readHeap()), HEAP_PERIOD_MS).unref();
  }

  #subject(): string {
    return this.pids.length === 0 ? 'the cgroup' : `process ${this.pids.join(', ')}`;
  }

  #orSamplerError<T>(act: () => T): T {
    try {
      return act();
    } catch (cause) {
      if (!(cause instanceof Error) || !('code' in cause)) throw cause;
      const code = SAMPLER_FAILURES.find((failure) => failure === cause.code);
      if (code === undefined) throw cause;
      throw new SamplerError(code, this.pids, cause.message, { cause });
    }
  }
}

function surveyRingOf(resolved: ResolvedSampler, native: AddonSampler): RingReader | undefined {
  const { surveyRing, addon } = resolved;
  if (surveyRing === undefined || addon.survey === null) return undefined;
  const offsetBytes = Number(native.surveyRingOffsetBytes());
  return new RingReader(surveyRing, offsetBytes, addon.survey.ringSlots);
}

/**
 * Creates a sampler; nothing runs until `start()`.
 * @throws {NativeLoadError} when the addon cannot be loaded
 * @throws {SamplerError} when a process does not exist, has ended or is not readable
 * @throws {RangeError} when an option is out of range
 */
export function createSampler(options: SamplerOptions): NativeSampler {
  return new NativeSampler(loadNative(), options);
}
