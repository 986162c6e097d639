import type { SamplingQuality } from '../spec/quality/sampling-quality.ts';
import type { SampleColumns } from '../stream/columns/sample-columns.ts';

/** What any sampler is made with. */
export interface SamplerSettings {
  readonly pid: number;
  /** Samples a second, 1 to 10,000. */
  readonly hz: number;
  /** Whether children of the process, and theirs, are sampled too. */
  readonly tree?: boolean;
  /** Share of a core that the native threads may use; they lower their rates before they use more. */
  readonly cpuBudget?: number;
  /** Whether to read the JavaScript heap of this thread; `pid` must be this process then. */
  readonly heap?: boolean;
  /** Takes each batch of samples, in order of time; all rows of a tick are in one batch. */
  readonly onSamples: (samples: SampleColumns) => void;
}

/** What a sampler kept by itself; exact where rows were dropped. */
export interface SamplingSummary {
  readonly pid: number;
  readonly peakRssBytes: number;
  /** CLOCK_MONOTONIC nanoseconds. */
  readonly peakAtNs: number;
  readonly quality: SamplingQuality;
}

/** Who tells of the JavaScript heap, and the most that was told. */
export interface HeapSummary {
  /** `v8`: V8 itself, also while JavaScript is busy; `timer`: JavaScript, when its event loop turns. */
  readonly source: 'v8' | 'timer';
  /** Why a timer tells; absent where V8 does. */
  readonly reason?: string;
  readonly peakUsedBytes: number;
  /** CLOCK_MONOTONIC nanoseconds. */
  readonly peakAtNs: number;
}

/**
 * Samples the memory of a process, or of its tree, and hands the samples on in batches. It begins with a sample at
 * once, keeps no process alive, and runs once: start and stop are idempotent, and there is no start after a stop.
 */
export interface Sampler {
  /** @throws {SamplingError} when the process ended meanwhile, or after `stop()` */
  start(): void;
  /** Hands on what was sampled since the last time. */
  drain(): void;
  /** Ends sampling and hands on the rest. */
  stop(): void;
  summary(): SamplingSummary;
  /** Of the JavaScript heap; undefined unless it was asked for. */
  heap(): HeapSummary | undefined;
  /** What was asked for and cannot be read here, and why; one sentence each. */
  missing(): readonly string[];
  /** When the last process was first seen to be gone, CLOCK_MONOTONIC nanoseconds; `NaN` while one lives. */
  exitedAtNs(): number;
}
