import { readSlots } from '../read-slots.ts';
import type { ServerReading } from '../server-reading.ts';
import type { TextFetcher } from './fetch-text.ts';

/** Time limit of the request for slots after a scrape, ms. */
const TIME_LIMIT_MS = 400;

/** Adds the slots of llama.cpp, whose metrics no longer report the use of the KV cache. */
export class SlotReader {
  readonly #fetcher: TextFetcher;
  #isRefused = false;

  constructor(fetcher: TextFetcher) {
    this.#fetcher = fetcher;
  }

  /**
   * Adds the use of each slot, where the server is llama.cpp and shows its slots; otherwise returns the reading unchanged.
   * @param path of the metrics
   */
  async extend(reading: ServerReading, path: string): Promise<ServerReading> {
    const isKnown = reading.series.some(({ quantity }) => quantity === 'kvCacheUsage');
    if (this.#isRefused || isKnown || reading.server !== 'llama-cpp') return reading;
    try {
      const place = path.replace(/\/metrics(?:\?.*)?$/u, '/slots');
      const { status, text } = await this.#fetcher.read(place, TIME_LIMIT_MS);
      const slots = status === 200 ? readSlots(text) : { unreadable: `returned ${status}` };
      if (!('unreadable' in slots)) {
        const added = slots.filter(({ quantity }) => quantity === 'kvCacheUsage');
        return { ...reading, series: [...reading.series, ...added] };
      }
      this.#isRefused = true;
    } catch {
      // Tried again with the next scrape: the metrics do not wait for it.
    }
    return reading;
  }
}
