import type { SampleColumns } from '../stream/columns/sample-columns.ts';

/** A batch of samples, by column. */
export interface CollectedBatch extends SampleColumns {
  /** Samples dropped right before this batch because the reader was too slow; they still count in every metric. */
  readonly skippedSamples: number;
}

/** Maximum samples queued for a slow reader: two minutes of one process at 1 kHz, 8 MB. */
const MAX_WAITING_SAMPLES = 131_072;

/** Polling interval of a waiting reader. */
const POLL_PERIOD_MS = 100;

type Result = IteratorResult<CollectedBatch, undefined>;

/** The batches of a collection as an async iterator; a waiting reader keeps the process alive. */
export class BatchQueue implements AsyncIterableIterator<CollectedBatch, undefined> {
  readonly #poll: () => void;
  readonly #onReturn: () => void;
  readonly #batches: CollectedBatch[] = [];
  readonly #takers: ((result: Result) => void)[] = [];
  #waitingSamples = 0;
  #skippedSamples = 0;
  #ended = false;
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param poll pushes the samples that are available
   * @param onReturn called when the reader stops
   */
  constructor(poll: () => void, onReturn: () => void) {
    this.#poll = poll;
    this.#onReturn = onReturn;
  }

  push(samples: SampleColumns): void {
    if (this.#ended) return;
    if (this.#waitingSamples + samples.count > MAX_WAITING_SAMPLES) {
      this.#skippedSamples += samples.count;
      return;
    }
    this.#batches.push({ ...samples, skippedSamples: this.#skippedSamples });
    this.#waitingSamples += samples.count;
    this.#skippedSamples = 0;
    this.#serve();
  }

  /** No batch follows; queued ones are still delivered. */
  end(): void {
    this.#ended = true;
    this.#serve();
  }

  next(): Promise<Result> {
    return new Promise((resolve) => {
      this.#takers.push(resolve);
      this.#serve();
      if (this.#takers.length > 0) this.#timer ??= setInterval(this.#poll, POLL_PERIOD_MS);
    });
  }

  return(): Promise<Result> {
    this.#batches.length = 0;
    this.end();
    this.#onReturn();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #serve(): void {
    while (this.#takers.length > 0 && (this.#batches.length > 0 || this.#ended)) {
      const batch = this.#batches.shift();
      this.#waitingSamples -= batch?.count ?? 0;
      const taker = this.#takers.shift();
      taker?.(batch === undefined ? { done: true, value: undefined } : { value: batch });
    }
    if (this.#takers.length > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
