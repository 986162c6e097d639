import type { SampleColumns } from '../stream/columns/sample-columns.ts';

/** Samples as they were drained, by column. */
export interface CollectedBatch extends SampleColumns {
  /** Samples right before this batch that were given up, since they were taken too slowly; they count in every figure. */
  readonly skippedSamples: number;
}

/** Samples that wait for a slow reader at most: two minutes of one process at a kilohertz, 8 MB. */
const MAX_WAITING_SAMPLES = 131_072;

/** How often one who waits looks for more. */
const POLL_PERIOD_MS = 100;

type Result = IteratorResult<CollectedBatch, undefined>;

/** The batches of a collection as an async iterator; whoever waits for one keeps the process alive. */
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
   * @param poll makes what there is be pushed
   * @param onReturn called when nobody reads any more
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

  /** No batch follows; those that wait are still handed out. */
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
