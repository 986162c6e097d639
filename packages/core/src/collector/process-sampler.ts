import {
  createSampler,
  loadNative,
  NativeLoadError,
  SamplerError,
  type ColumnOf,
  type ColumnTotals,
  type GuardOptions,
  type NativeSampler,
} from '@loadcell/native';
import { withAdvice } from '../spec/error/with-advice.ts';
import { samplesFrom, type SampleColumns } from '../stream/columns/sample-columns.ts';
import type { SurveyValue } from '../stream/rows/survey-stream.ts';
import { accountOf } from './native-account.ts';
import { requireOneClock } from './one-clock.ts';
import type { HeapSummary, Sampler, SamplerSettings, SamplingSummary } from './sampler.ts';
import { NativeUnavailableError, SamplingError } from './sampling-error.ts';
import type {
  CrossedLimit,
  ProportionalFigures,
  SampledProcess,
  TreeFigures,
} from './sampled-tree.ts';
import { surveyValuesOf } from './survey-values.ts';
import { describeUnsampled } from './unsampled.ts';

/** Period of emptying the rings, which hold many times more. */
const DRAIN_PERIOD_MS = 100;

/** Maximum wait for the first sample; usually the thread takes it within a tenth of a millisecond. */
const FIRST_SAMPLE_BOUND_MS = 100;

/** What to sample, and where the samples go. */
export interface ProcessSamplerOptions extends SamplerSettings {
  /** The process that adopts orphans of the tree; it is not part of the tree. */
  readonly adopterPid?: number;
  /** A folder of the cgroup file system: the processes of that cgroup and of those below it are sampled, too. */
  readonly cgroupFolder?: string;
  /** Whether to read the memory of the tree with shared pages counted once, at new peaks and every second. */
  readonly weighs?: boolean;
  /** Limits that the native thread watches, however busy JavaScript is. */
  readonly guard?: GuardOptions;
  /** Receives what is read in addition, at lower rates; nothing of this is read when absent. */
  readonly onSurvey?: (values: readonly SurveyValue[]) => void;
}

/**
 * Samples the memory of a process, or of its tree, from separate threads, and passes on samples in batches. The timer
 * that empties the rings does not keep the process alive, and sampling itself does not depend on it.
 */
export class ProcessSampler implements Sampler {
  readonly #options: ProcessSamplerOptions;
  readonly #native: NativeSampler;
  #timer: NodeJS.Timeout | undefined;

  /**
   * @throws {SamplingError} when the process does not exist or is not readable
   * @throws {NativeUnavailableError} when the native part cannot be loaded
   */
  constructor(options: ProcessSamplerOptions) {
    const { pid, hz, tree = false, heap = false, weighs = false } = options;
    const { adopterPid, cgroupFolder, cpuBudget, guard, onSurvey } = options;
    this.#options = options;
    requireOneClock();
    this.#native = orSamplingError(() =>
      createSampler({
        pid,
        tree,
        heap,
        weighs,
        periodNs: Math.round(1e9 / hz),
        ...(adopterPid === undefined ? {} : { adopter: adopterPid }),
        ...(cgroupFolder === undefined ? {} : { cgroupFolder }),
        ...(cpuBudget === undefined ? {} : { cpuBudget }),
        ...(guard === undefined ? {} : { guard }),
        ...(onSurvey === undefined ? {} : { survey: {} }),
      }),
    );
  }

  /**
   * Returns after the first sample, so that whatever happens next is measured, however short.
   * @throws {SamplingError} when the process has ended, or no thread is available
   */
  start(): void {
    orSamplingError(() => this.#native.start());
    this.#awaitFirstSample();
    this.#timer ??= setInterval(() => this.drain(), DRAIN_PERIOD_MS).unref();
  }

  /** Passes on samples taken since the last call. */
  drain(): void {
    const batch = this.#native.drain();
    if (batch.count > 0) this.#options.onSamples(samplesOf(batch));
    const survey = this.#native.drainSurvey();
    if (survey !== undefined) this.#options.onSurvey?.(surveyValuesOf({ ...survey }));
  }

  /** Blocks: during a return to the event loop, the activity to measure could already begin. */
  #awaitFirstSample(): void {
    const nobodyWakes = new Int32Array(new SharedArrayBuffer(4));
    for (let waitedMs = 0; waitedMs < FIRST_SAMPLE_BOUND_MS; waitedMs += 0.1) {
      if (this.#native.account().ticks > 0) return;
      Atomics.wait(nobodyWakes, 0, 0, 0.1);
    }
  }

  /** Stops sampling and passes on the rest; idempotent. */
  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#native.stop();
    this.drain();
  }

  /** The most severe limit crossed so far; the native thread acted on it in the same tick. */
  crossedLimit(): CrossedLimit | undefined {
    const level = this.#native.guardLevel;
    if (level === 'below') return undefined;
    return { level, ...this.#native.account().guard[level] };
  }

  /** Requested values that cannot be read here, and why; one sentence each. */
  missing(): readonly string[] {
    return this.#native.missing();
  }

  heap(): HeapSummary | undefined {
    const report = this.#native.heap();
    if (report === undefined) return undefined;
    const { source, timerBecause, usedBytes } = report;
    return {
      source,
      ...(timerBecause === '' ? {} : { reason: timerBecause }),
      peakUsedBytes: usedBytes.peak,
      peakAtNs: usedBytes.peakAtNs,
    };
  }

  exitedAtNs(): number {
    return this.#native.account().exitedAtNs;
  }

  /** Values of all processes together, so far. */
  figures(): TreeFigures {
    const totals = this.#native.account();
    const surveyed = this.#native.surveyed();
    const tree = (column: ColumnOf<'tree'>): ColumnTotals => surveyed.column('tree', column);
    return {
      rssBytes: {
        first: totals.firstRssBytes,
        average: totals.averageRssBytes,
        peak: totals.peakRssBytes,
        last: totals.lastRssBytes,
      },
      firstAtNs: totals.startedAtNs,
      lastAtNs: totals.lastAtNs,
      peakAtNs: totals.peakAtNs,
      cpuNs: tree('cpuNs').last,
      live: totals.processes.live,
      unsampled: tree('unsampledProcesses').last,
      peakSwapBytes: tree('swapBytes').peak,
      peakHugetlbBytes: tree('hugetlbBytes').peak,
    };
  }

  /** Known processes of the tree that were not sampled, and why; one sentence each. */
  unsampled(): readonly string[] {
    return describeUnsampled(this.#native.account());
  }

  /**
   * Memory of the tree with shared pages counted once, so far. Reads every process: too costly for every screen update.
   */
  proportional(): ProportionalFigures {
    const { peakBytes, readings } = this.#native.account().weight;
    const largest = this.#native.processes().map(({ rssBytes }) => rssBytes.peak);
    const known = [peakBytes, ...largest].filter((bytes) => !Number.isNaN(bytes));
    return { peakBytes: readings === 0 ? Number.NaN : Math.max(...known), readings };
  }

  /** The processes found, in order of discovery. */
  processes(): readonly SampledProcess[] {
    return this.#native.processes().map((found) => ({
      pid: found.pid,
      startTicks: found.startTicks,
      parentPid: found.parentPid,
      program: found.program,
      foundAtNs: found.foundAtNs,
      exitedAtNs: found.exitedAtNs,
      peakRssBytes: found.rssBytes.peak,
      peakAtNs: found.rssBytes.peakAtNs,
      cpuNs: found.cpuNs.last - (found.isNewborn ? 0 : found.cpuNs.first),
    }));
  }

  /** The live processes among them, without their values. */
  living(): readonly { readonly pid: number; readonly startTicks: number }[] {
    return this.#native.living();
  }

  summary(): SamplingSummary {
    const totals = this.#native.account();
    return {
      pid: this.#options.pid,
      peakRssBytes: totals.peakRssBytes,
      peakAtNs: totals.peakAtNs,
      quality: accountOf(totals, this.#options.hz),
    };
  }
}

/**
 * Loads the native part, which a run needs, before anything is measured.
 * @throws {NativeUnavailableError} when it cannot be loaded
 */
export function requireNative(): void {
  requireOneClock();
  orSamplingError(() => loadNative());
}

function orSamplingError<Value>(act: () => Value): Value {
  try {
    return act();
  } catch (error) {
    if (error instanceof SamplerError) {
      throw new SamplingError(error.code, ...withAdvice(error));
    }
    if (error instanceof NativeLoadError) {
      const { code, summary, help } = error;
      throw new NativeUnavailableError(code, summary, { help, cause: error });
    }
    throw error;
  }
}

function samplesOf(batch: ReturnType<NativeSampler['drain']>): SampleColumns {
  return samplesFrom(batch.count, batch.pid, (name) => batch[name]);
}
