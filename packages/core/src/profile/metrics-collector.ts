import { setTimeout as delay } from 'node:timers/promises';
import { ProcessSampler } from '../collector/process-sampler.ts';
import { memoryProfile } from '../metric/memory-profile.ts';
import { ConfigError, LoadcellError } from '../spec/errors.ts';
import type {
  CollectorAverages,
  Metrics,
  MetricsCollectorContract,
} from '../spec/metrics-collector.ts';
import { nowNs } from '../stream/clock.ts';
import type { PhaseStreams } from '../stream/phase-streams.ts';
import type { RunEvent } from '../stream/run-event.ts';
import {
  concatenateSamples,
  samplesBetween,
  type SampleColumns,
} from '../stream/sample-columns.ts';
import { averageSpanMs, collectionMetrics, SPAN_NAMES } from './collection-metrics.ts';

/** What to collect from, and how often. */
export interface MetricsCollectorOptions {
  /** Process to sample; this one when absent. */
  readonly pid?: number;
  /** Samples a second, 1 to 10,000; 1,000 when absent. */
  readonly hz?: number;
}

const COLLECTION = 'collection';
const DEFAULT_HZ = 1000;
/** A timer holds no more, and takes what is more for nothing. */
const MAX_DURATION_MS = 2 ** 31 - 1;

/**
 * Samples the memory of a process from a native thread, and times what the caller does meanwhile.
 * Samples are held in memory, about 130 MB an hour at the default rate, and given up when the next collection starts.
 */
export class MetricsCollector implements MetricsCollectorContract {
  readonly #pid: number;
  readonly #hz: number;
  #sampler: ProcessSampler | undefined;
  #collecting = false;
  #startedNs = Number.NaN;
  #stoppedNs = Number.NaN;
  #batches: SampleColumns[] = [];
  #events: RunEvent[] = [];

  /** @throws {ConfigError} when an option is out of range */
  constructor(options: MetricsCollectorOptions = {}) {
    const { pid = process.pid, hz = DEFAULT_HZ } = options;
    if (!Number.isInteger(pid) || pid < 1) {
      throw new ConfigError(`pid ${pid} is not a process: expected a whole number from 1 up.`);
    }
    if (!(hz >= 1 && hz <= 10_000)) {
      throw new ConfigError(`hz ${hz} is out of range: expected 1 to 10,000 samples a second.`);
    }
    this.#pid = pid;
    this.#hz = hz;
  }

  /**
   * Begins to sample; what an earlier collection held is given up. Does nothing while one is under way.
   * @throws {LoadcellError} when the process does not exist or the native part cannot be loaded
   */
  startCollection(): void {
    if (this.#collecting) return;
    this.#batches = [];
    this.#events = [];
    const sampler = new ProcessSampler({
      pid: this.#pid,
      hz: this.#hz,
      onSamples: (samples) => this.#batches.push(samples),
    });
    this.#startedNs = nowNs();
    this.#stoppedNs = Number.NaN;
    sampler.start();
    this.#sampler = sampler;
    this.#collecting = true;
  }

  /**
   * Goes on collecting for a time, then tells what was measured in it.
   * @param duration milliseconds, at most what a timer holds: 24 days
   * @throws {ConfigError} when the duration is no length of time
   * @throws {LoadcellError} when no collection is under way
   */
  async collectMetrics(duration: number): Promise<Metrics> {
    if (!this.#collecting) {
      throw new LoadcellError('STATE', 'No collection is under way: call startCollection() first.');
    }
    if (!(duration >= 0 && duration <= MAX_DURATION_MS)) {
      throw new ConfigError(
        `${duration} is no time to collect for: expected milliseconds, from 0 to ${MAX_DURATION_MS}.`,
      );
    }
    const fromNs = nowNs();
    await delay(duration);
    this.#sampler?.drain();
    return collectionMetrics(this.#streams(fromNs, nowNs()));
  }

  /** Ends sampling; averages stay readable. Idempotent. */
  stopCollection(): void {
    if (!this.#collecting) return;
    this.#collecting = false;
    this.#sampler?.stop();
    this.#stoppedNs = nowNs();
  }

  /** Averages since `startCollection()`: milliseconds of `load` and `inference` spans, bytes of resident memory. */
  getAverages(): CollectorAverages {
    if (this.#sampler === undefined) {
      return { avgLoadTime: Number.NaN, avgInferenceTime: Number.NaN, avgMemoryUsage: Number.NaN };
    }
    this.#sampler.drain();
    const streams = this.#streams(this.#startedNs, this.#collecting ? nowNs() : this.#stoppedNs);
    return {
      avgLoadTime: averageSpanMs(streams, SPAN_NAMES.load),
      avgInferenceTime: averageSpanMs(streams, SPAN_NAMES.inference),
      avgMemoryUsage: memoryProfile(streams).average,
    };
  }

  /**
   * Times what a function does, also when it fails; the span appears in the timeline.
   * @param name `load`, `inference` and the others of the contract feed its metrics; any other name is kept as it is
   * @returns what the function returned
   */
  async time<Value>(name: string, work: () => Value | Promise<Value>): Promise<Value> {
    const atNs = nowNs();
    try {
      return await work();
    } finally {
      this.#events.push({
        kind: 'span',
        atNs,
        phase: COLLECTION,
        name,
        durationNs: nowNs() - atNs,
      });
    }
  }

  /** Marks a moment in the timeline. */
  mark(name: string): void {
    this.#events.push({ kind: 'mark', atNs: nowNs(), phase: COLLECTION, name });
  }

  #streams(fromNs: number, toNs: number): PhaseStreams {
    const whole = concatenateSamples(this.#batches);
    // Once joined they need not be joined again.
    this.#batches = [whole];
    const events = this.#events.filter(({ atNs }) => atNs >= fromNs && atNs <= toNs);
    const summary = this.#sampler?.summary();
    if (summary !== undefined) {
      events.push({ kind: 'sampler-account', atNs: toNs, phase: COLLECTION, ...summary });
    }
    return {
      name: COLLECTION,
      beganNs: fromNs,
      endedNs: toNs,
      clockEpochMs: Date.now() - nowNs() / 1e6,
      ended: true,
      samples: samplesBetween(whole, fromNs, toNs),
      survey: new Map(),
      requests: [],
      events,
    };
  }
}
