import { openSampler } from '../collector/open-sampler.ts';
import { ConfigError, LoadcellError } from '../spec/error/errors.ts';
import type {
  CollectorAverages,
  Metrics,
  MetricsCollectorContract,
} from '../spec/contract/metrics-collector.ts';
import { nowNs } from '../stream/clock.ts';
import type { SampleColumns } from '../stream/columns/sample-columns.ts';
import type { CollectedBatch } from './batch-queue.ts';
import { Collection } from './collection.ts';
import {
  resolveCollectorOptions,
  type MetricsCollectorOptions,
  type ResolvedCollectorOptions,
} from './collector-options.ts';

/** The longest that a timer waits. */
const MAX_DURATION_MS = 2 ** 31 - 1;

/**
 * Samples the memory of a process, or of its tree, from a native thread, and times what the caller does meanwhile. Of
 * its own process it reads the JavaScript heap too.
 *
 * Any number of collectors may run in a process and in its worker threads. A collection keeps a few hundred kilobytes
 * however long it takes: exact averages and peaks, a timeline thinned so that no spike disappears, and the first 10,000
 * marks and spans. Every single sample is to be had from {@link MetricsCollector.batches}.
 */
export class MetricsCollector implements MetricsCollectorContract, Disposable, AsyncDisposable {
  readonly #options: ResolvedCollectorOptions;
  #collection: Collection | undefined;

  /** @throws {ConfigError} when an option is out of range */
  constructor(options: MetricsCollectorOptions = {}) {
    this.#options = resolveCollectorOptions(options);
  }

  /**
   * Begins to sample; what an earlier collection held is given up. Does nothing while one is under way.
   * @throws {LoadcellError} when the process does not exist or may not be read, or no native thread can be had that was
   *   asked for
   * @throws the reason of the signal when that was aborted before
   */
  startCollection(): void {
    if (this.#collection?.isUnderWay === true) return;
    const { pid, hz, tree, cpuBudget, signal, sampler } = this.#options;
    const open = (onSamples: (samples: SampleColumns) => void) =>
      openSampler(
        {
          pid,
          hz,
          tree,
          heap: pid === process.pid,
          onSamples,
          ...(cpuBudget === undefined ? {} : { cpuBudget }),
        },
        sampler,
      );
    this.#collection = new Collection(open, signal);
  }

  /**
   * Goes on collecting for a time, or until the collection ends, then tells what was measured in it.
   * @param duration milliseconds, 0 to 2,147,483,647
   * @throws {LoadcellError} when no collection is under way
   */
  async collectMetrics(duration: number): Promise<Metrics> {
    const collection = this.#underWay();
    if (!(duration >= 0 && duration <= MAX_DURATION_MS)) {
      throw new ConfigError(
        `A duration of ${duration} is out of range: expected 0 to ${MAX_DURATION_MS} milliseconds.`,
      );
    }
    return await collection.collect(duration);
  }

  /**
   * What was measured since `startCollection()`, until now or the end of the collection.
   * @throws {LoadcellError} when no collection was started
   */
  getMetrics(): Metrics {
    if (this.#collection === undefined) throw notStarted();
    return this.#collection.metrics();
  }

  /** Ends sampling; metrics and averages stay readable. Idempotent. */
  stopCollection(): void {
    this.#collection?.stop();
  }

  /** Averages since `startCollection()`: milliseconds of `load` and `inference` spans, bytes of resident memory. */
  getAverages(): CollectorAverages {
    return (
      this.#collection?.averages() ?? {
        avgLoadTime: Number.NaN,
        avgInferenceTime: Number.NaN,
        avgMemoryUsage: Number.NaN,
      }
    );
  }

  /**
   * Every sample from now on, in batches, some ten a second, until the collection ends or the process has ended. Several
   * may read at once. One who is too slow for two minutes of samples loses some, and the next batch says how many.
   * @throws {LoadcellError} when no collection is under way
   */
  batches(): AsyncIterableIterator<CollectedBatch, undefined> {
    return this.#underWay().batches();
  }

  /**
   * Times what a function does, also when it fails; the span appears in the timeline.
   * @param name `load`, `inference` and the others of `SPAN_NAMES` feed the metrics; any other is kept as it is
   * @returns what the function returned
   */
  async time<Value>(name: string, work: () => Value | Promise<Value>): Promise<Value> {
    const atNs = nowNs();
    try {
      return await work();
    } finally {
      this.#collection?.note(name, atNs, nowNs() - atNs);
    }
  }

  /** Marks a moment in the timeline. */
  mark(name: string): void {
    this.#collection?.note(name, nowNs());
  }

  /** As `stopCollection()`, for `using`. */
  [Symbol.dispose](): void {
    this.stopCollection();
  }

  /** As `stopCollection()`, for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.stopCollection();
  }

  #underWay(): Collection {
    if (this.#collection?.isUnderWay !== true) throw notStarted();
    return this.#collection;
  }
}

function notStarted(): LoadcellError {
  return new LoadcellError(
    'STATE',
    'No collection is under way: call startCollection() first, or again after it ended.',
  );
}
