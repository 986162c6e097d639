import type { EndpointOptions } from './endpoint-scraper.ts';
import { ScrapeWorker } from './scrape-worker.ts';
import { ServerScraper, type ServerScraperOptions } from './server-scraper.ts';

/** Where scraped values and events go. */
export type ScrapeSinks = Pick<ServerScraperOptions, 'onValues' | 'onEvent'>;

/**
 * Starts to scrape endpoints in a thread of their own, with an immediate scrape. An endpoint without metrics is an event, as is a
 * thread that cannot be started.
 * @returns the scraper; undefined without a thread
 */
export async function startScraper(
  endpoints: readonly EndpointOptions[],
  sinks: ScrapeSinks,
): Promise<ServerScraper | undefined> {
  // A query may contain a token, and the URL is recorded.
  const urls = endpoints.map((one) => one.url.replace(/\?.*$/u, ''));
  let source: ScrapeWorker;
  try {
    source = new ScrapeWorker(endpoints);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    for (const [endpoint, url] of urls.entries()) {
      sinks.onEvent({ kind: 'server-metrics-absent', endpoint, url, reason });
    }
    return undefined;
  }
  const scraper = new ServerScraper({ source, urls, ...sinks });
  await scraper.start();
  return scraper;
}
