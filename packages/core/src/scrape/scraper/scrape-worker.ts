import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { EndpointOptions } from './endpoint-scraper.ts';
import { RoundSchema, type Round } from './messages.ts';

/**
 * Scrapes in a thread of its own: reading a text of megabytes takes no time from the thread that decides about requests.
 */
export class ScrapeWorker {
  readonly #worker: Worker;
  #pending: { resolve: (round: Round) => void; reject: (error: Error) => void } | undefined;
  #failure: Error | undefined;

  /** @throws {Error} when the built worker is not there */
  constructor(endpoints: readonly EndpointOptions[]) {
    const path = createRequire(import.meta.url).resolve('@loadcell/core/scrape-worker');
    this.#worker = new Worker(path, { workerData: endpoints });
    // It must not keep a process alive that has nothing else to do.
    this.#worker.unref();
    this.#worker.on('message', (message: unknown) => {
      this.#pending?.resolve(RoundSchema.parse(message));
    });
    this.#worker.on('error', (error) => this.#fail(error));
    this.#worker.on('exit', () => this.#fail(new Error('its thread ended')));
  }

  /** One round; the caller waits for it before it asks for the next. @throws {Error} when the thread has ended */
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
