import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { EndpointOptions } from './endpoint-scraper.ts';
import { RoundSchema, type Round } from './messages.ts';

/**
 * Scrapes in its own thread, so that parsing megabytes of text does not delay the main thread.
 */
export class ScrapeWorker {
  readonly #worker: Worker;
  #pending: { resolve: (round: Round) => void; reject: (error: Error) => void } | undefined;
  #failure: Error | undefined;

  /** @throws {Error} when the worker is not built */
  constructor(endpoints: readonly EndpointOptions[]) {
    const path = createRequire(import.meta.url).resolve('@loadcell/core/scrape-worker');
    this.#worker = new Worker(path, { workerData: endpoints });
    // It must not keep an otherwise finished process alive.
    this.#worker.unref();
    this.#worker.on('message', (message: unknown) => {
      this.#pending?.resolve(RoundSchema.parse(message));
    });
    this.#worker.on('error', (error) => this.#fail(error));
    this.#worker.on('exit', () => this.#fail(new Error('the scraper thread exited')));
  }

  /** Runs one round; rounds must not overlap. @throws {Error} when the thread has exited */
  scrape(): Promise<Round> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#pending = { resolve, reject };
      this.#worker.postMessage('scrape', []);
    });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#pending?.reject(error);
  }
}
