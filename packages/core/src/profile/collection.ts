import type { Sampler } from '../collector/sampler.ts';
import type { CollectorAverages, Metrics } from '../spec/contract/metrics-collector.ts';
import { nowNs } from '../stream/clock.ts';
import { waitFor } from '../stream/long-timer.ts';
import type { SampleColumns } from '../stream/columns/sample-columns.ts';
import { BatchQueue } from './batch-queue.ts';
import { collectionAverages, collectionMetrics } from './collection-metrics.ts';
import { CollectionWindow } from './collection-window.ts';

/** One collection, from its first sample to its last. */
export class Collection {
  readonly #sampler: Sampler;
  readonly #whole: CollectionWindow;
  /** The whole collection, and the calls of `collect` in progress. */
  readonly #windows: Set<CollectionWindow>;
  readonly #queues = new Set<BatchQueue>();
  readonly #signal: AbortSignal | undefined;
  readonly #ended: Promise<void>;
  #resolveEnded: () => void = () => {};
  #endedNs = Number.NaN;

  /**
   * Begins to sample.
   * @param signal ends the collection
   */
  constructor(
    open: (onSamples: (samples: SampleColumns) => void) => Sampler,
    signal: AbortSignal | undefined,
  ) {
    signal?.throwIfAborted();
    this.#signal = signal;
    this.#ended = new Promise((resolve) => {
      this.#resolveEnded = resolve;
    });
    this.#sampler = open((samples) => this.#take(samples));
    this.#whole = new CollectionWindow(nowNs());
    this.#windows = new Set([this.#whole]);
    try {
      this.#sampler.start();
    } catch (error) {
      this.#sampler.stop();
      throw error;
    }
    signal?.addEventListener('abort', this.stop, { once: true });
  }

  get isInProgress(): boolean {
    return Number.isNaN(this.#endedNs);
  }

  /** Ends the collection; its data stays readable. Idempotent. */
  readonly stop = (): void => {
    if (!this.isInProgress) return;
    this.#signal?.removeEventListener('abort', this.stop);
    try {
      this.#sampler.stop();
    } finally {
      this.#endedNs = nowNs();
      for (const queue of this.#queues) queue.end();
      this.#queues.clear();
      this.#resolveEnded();
    }
  };

  /** Waits, at most until the collection ends, and returns the metrics of that time. */
  async collect(durationMs: number): Promise<Metrics> {
    this.#sampler.drain();
    const window = new CollectionWindow(nowNs());
    this.#windows.add(window);
    const waiting = new AbortController();
    try {
      const over = waitFor(durationMs, waiting.signal);
      await Promise.race([over, this.#ended]);
      return this.#metricsOf(window);
    } finally {
      waiting.abort();
      this.#windows.delete(window);
    }
  }

  /** The metrics since the beginning. */
  metrics(): Metrics {
    return this.#metricsOf(this.#whole);
  }

  averages(): CollectorAverages {
    this.#sampler.drain();
    return collectionAverages(this.#whole, this.#untilNs());
  }

  /** Every batch from now on, until the collection or the last sampled process ends. */
  batches(): BatchQueue {
    const poll = (): void => {
      this.#sampler.drain();
      if (!Number.isNaN(this.#sampler.exitedAtNs())) queue.end();
    };
    const queue = new BatchQueue(poll, () => this.#queues.delete(queue));
    if (this.isInProgress) this.#queues.add(queue);
    else queue.end();
    return queue;
  }

  /** Adds a mark, or a span with its duration, to the windows that began before it. */
  note(name: string, atNs: number, durationNs?: number): void {
    if (atNs > this.#endedNs) return;
    for (const { fromNs, spans } of this.#windows) {
      if (atNs < fromNs) continue;
      if (durationNs === undefined) spans.mark(name, atNs);
      else spans.span(name, atNs, durationNs);
    }
  }

  #take(samples: SampleColumns): void {
    for (const window of this.#windows) window.add(samples);
    for (const queue of this.#queues) queue.push(samples);
  }

  #metricsOf(window: CollectionWindow): Metrics {
    this.#sampler.drain();
    return collectionMetrics(window, this.#untilNs(), this.#sampler);
  }

  #untilNs(): number {
    return this.isInProgress ? nowNs() : this.#endedNs;
  }
}
