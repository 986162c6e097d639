import { EndpointScraper, type EndpointOptions, type ScrapeOutcome } from './endpoint-scraper.ts';

/** The result of one endpoint, by its index in the options. */
export interface EndpointOutcome {
  readonly endpoint: number;
  readonly outcome: ScrapeOutcome;
}

/** Scrapes several endpoints together; one without metrics is not scraped again. */
export class ScrapeRounds {
  readonly #scrapers: (EndpointScraper | undefined)[];

  constructor(endpoints: readonly EndpointOptions[]) {
    let count = 0;
    const nextNumber = (): number => {
      count += 1;
      return count - 1;
    };
    this.#scrapers = endpoints.map((options) => new EndpointScraper(options, nextNumber));
  }

  async scrape(): Promise<EndpointOutcome[]> {
    const outcomes = await Promise.all(
      this.#scrapers.map(async (scraper, endpoint) => {
        if (scraper === undefined) return [];
        const outcome = await scraper.scrape();
        if (outcome.outcome === 'absent') {
          scraper.close();
          this.#scrapers[endpoint] = undefined;
        }
        return [{ endpoint, outcome }];
      }),
    );
    return outcomes.flat();
  }
}
