import type { SamplingQuality } from '../spec/quality/sampling-quality.ts';
import type { SampleColumns } from '../stream/columns/sample-columns.ts';

/** Settings common to all samplers. */
export interface SamplerSettings {
  readonly pid: number;
  /** Samples per second, 1 to 10,000. */
  readonly hz: number;
  /** Whether descendants of the process are also sampled. */
  readonly tree?: boolean;
  /** Share of a core that the native threads may use; they lower their rates before they exceed it. */
  readonly cpuBudget?: number;
  /** Whether to read the JavaScript heap of this thread; `pid` must then be this process. */
  readonly heap?: boolean;
  /** Receives each batch of samples, in chronological order; all rows of a tick are in one batch. */
  readonly onSamples: (samples: SampleColumns) => void;
}

/** A sampler's own values; exact even if rows were dropped. */
export interface SamplingSummary {
  readonly pid: number;
  readonly peakRssBytes: number;
  /** CLOCK_MONOTONIC nanoseconds. */
  readonly peakAtNs: number;
  readonly quality: SamplingQuality;
}

/** The source of JavaScript heap values, and their maximum. */
export interface HeapSummary {
  /** `v8`: V8 itself, even while JavaScript is busy; `timer`: JavaScript, when its event loop turns. */
  readonly source: 'v8' | 'timer';
  /** Why the source is a timer; absent for V8. */
  readonly reason?: string;
  readonly peakUsedBytes: number;
  /** CLOCK_MONOTONIC nanoseconds. */
  readonly peakAtNs: number;
}

/**
 * Samples the memory of a process, or of its tree, and passes on samples in batches. The first sample is immediate. A
 * sampler does not keep the process alive and runs once: start and stop are idempotent, with no start after a stop.
 */
export interface Sampler {
  /** @throws {SamplingError} when the process has ended, or after `stop()` */
  start(): void;
  /** Passes on samples taken since the last call. */
  drain(): void;
  /** Stops sampling and passes on the rest. */
  stop(): void;
  summary(): SamplingSummary;
  /** The JavaScript heap; undefined unless requested. */
  heap(): HeapSummary | undefined;
  /** Requested values that cannot be read here, and why; one sentence each. */
  missing(): readonly string[];
  /** When the end of the last process was first seen, CLOCK_MONOTONIC nanoseconds; `NaN` while one lives. */
  exitedAtNs(): number;
}
