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

/** Longest delay of a timer. */
const MAX_DURATION_MS = 2 ** 31 - 1;

/**
 * Samples the memory of a process, or of its tree, from a native thread, and times the work of the caller. For its own
 * process it also reads the JavaScript heap.
 *
 * Any number of collectors may run in a process and in its worker threads. A collection keeps a few hundred kilobytes for
 * any duration: exact averages and peaks, a timeline thinned so that no spike disappears, and the first 10,000 marks and
 * spans. {@link MetricsCollector.batches} has every single sample.
 */
export class MetricsCollector implements MetricsCollectorContract, Disposable, AsyncDisposable {
  readonly #options: ResolvedCollectorOptions;
  #collection: Collection | undefined;

  /** @throws {ConfigError} when an option is out of range */
  constructor(options: MetricsCollectorOptions = {}) {
    this.#options = resolveCollectorOptions(options);
  }

  /**
   * Begins to sample, and discards an earlier collection. Does nothing while one is in progress.
   * @throws {LoadcellError} when the process does not exist or may not be read, or the native sampler is requested and
   *   unavailable
   * @throws the reason of the signal when it is already aborted
   */
  startCollection(): void {
    if (this.#collection?.isInProgress === true) return;
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
   * Collects for a duration, or until the collection ends, and returns the metrics of that time.
   * @param duration milliseconds, 0 to 2,147,483,647
   * @throws {LoadcellError} when no collection is in progress
   */
  async collectMetrics(duration: number): Promise<Metrics> {
    const collection = this.#current();
    if (!(duration >= 0 && duration <= MAX_DURATION_MS)) {
      throw new ConfigError(
        `invalid duration ${duration}: expected 0 to ${MAX_DURATION_MS} milliseconds`,
      );
    }
    return await collection.collect(duration);
  }

  /**
   * The metrics since `startCollection()`, until now or the end of the collection.
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

  /** Averages since `startCollection()`: milliseconds of `load` and `inference` spans, bytes of RSS. */
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
   * Every sample from now on, in about ten batches per second, until the collection or the process ends. Several readers may
   * run concurrently. A reader that falls two minutes behind loses samples; the next batch reports how many.
   * @throws {LoadcellError} when no collection is in progress
   */
  batches(): AsyncIterableIterator<CollectedBatch, undefined> {
    return this.#current().batches();
  }

  /**
   * Times a function, even when it fails; the span appears in the timeline.
   * @param name `load`, `inference` and the others of `SPAN_NAMES` provide metrics; any other only appears in the timeline
   * @returns the result of the function
   */
  async time<Value>(name: string, work: () => Value | Promise<Value>): Promise<Value> {
    const atNs = nowNs();
    try {
      return await work();
    } finally {
      this.#collection?.note(name, atNs, nowNs() - atNs);
    }
  }

  /** Marks an instant in the timeline. */
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

  #current(): Collection {
    if (this.#collection?.isInProgress !== true) throw notStarted();
    return this.#collection;
  }
}

function notStarted(): LoadcellError {
  return new LoadcellError('STATE', 'no collection is in progress', {
    help: 'call startCollection() first, or again after it ended',
  });
}
