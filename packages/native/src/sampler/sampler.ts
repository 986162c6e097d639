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

/** Where a sampler is in its life; `exited` means that the processes ended and sampling with them. */
export type SamplerState = 'created' | 'sampling' | 'exited' | 'stopped';

/** How far the guarded memory has gone; it stays at the highest that was reached. */
export type GuardLevel = 'below' | 'soft' | 'hard';

/** How often a timer tells the heap where V8 does not. */
const HEAP_PERIOD_MS = 20;

const GUARD_LEVELS: readonly GuardLevel[] = ['below', 'soft', 'hard'];

/**
 * Samples processes from a native thread of its own, whatever the JavaScript thread does.
 * `start`, `stop`, the drains and the accounts may be called at any time and again.
 */
export class NativeSampler {
  readonly periodNs: number;
  /** The processes that were asked for. */
  readonly pids: readonly number[];
  readonly #native: AddonSampler;
  readonly #budget: ResolvedSampler['budget'];
  readonly #ring: RingReader;
  readonly #surveyRing: RingReader | undefined;
  #heapTimer: NodeJS.Timeout | undefined;
  #phase: 'created' | 'started' | 'stopped' = 'created';

  /**
   * Use {@link createSampler}; the addon is given from outside.
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

  /** Told by the native thread in the tick in which a limit is crossed; costs one atomic read. */
  get guardLevel(): GuardLevel {
    return GUARD_LEVELS[this.#ring.flag()] ?? 'below';
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
        this.pids,
        `The sampler of ${this.#subject()} was stopped and cannot start again: make a new one.`,
      );
    }
    this.#orSamplerError(() => this.#native.start());
    this.#phase = 'started';
    if (this.heap()?.source === 'timer') this.#tellHeap();
  }

  /** Ends sampling; what was sampled stays readable. Returns once the threads have ended, about 20 ms later. */
  stop(): void {
    clearInterval(this.#heapTimer);
    this.#native.stop();
    this.#phase = 'stopped';
  }

  /** Takes the samples since the last call, oldest first. */
  drain(): SampleBatch {
    return takeSamples(this.#ring);
  }

  /** Takes what the survey read since the last call; nothing without a survey. */
  drainSurvey(): SurveyBatch | undefined {
    return this.#surveyRing === undefined ? undefined : takeSurvey(this.#surveyRing);
  }

  /** The figures so far. */
  account(): SamplerTotals {
    return parseTotals(this.#native.totals(), this.periodNs, this.#budget);
  }

  /** The figures of each process, in the order in which they were found. */
  processes(): readonly ProcessReport[] {
    return parseProcesses(this.#native.processes());
  }

  /** The processes that live, in the order in which they were found; costs less than their figures. */
  living(): readonly ProcessIdentity[] {
    return parseLiving(this.#native.living());
  }

  /** The figures of what the survey reads that is about no process. */
  surveyed(): SurveyedTotals {
    return new SurveyedTotals(AddonSurveyedSchema.parse(this.#native.surveyed()));
  }

  /** The figures of the JavaScript heap; nothing when it was not asked for. */
  heap(): HeapReport | undefined {
    return parseHeap(this.#native.heap());
  }

  /** What was asked for and cannot be read here, and why; one sentence each. */
  missing(): readonly string[] {
    return z.array(z.string()).parse(this.#native.missing());
  }

  #tellHeap(): void {
    this.#native.addHeap(readHeap());
    // No reason for a process to live.
    this.#heapTimer = setInterval(() => this.#native.addHeap(readHeap()), HEAP_PERIOD_MS).unref();
  }

  #subject(): string {
    return this.pids.length === 0 ? 'the group' : `process ${this.pids.join(', ')}`;
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
 * Makes a sampler; nothing runs until `start()`.
 * @throws {NativeLoadError} when the addon cannot be loaded
 * @throws {SamplerError} when a process does not exist, has ended or may not be read
 * @throws {RangeError} when an option is out of range
 */
export function createSampler(options: SamplerOptions): NativeSampler {
  return new NativeSampler(loadNative(), options);
}
