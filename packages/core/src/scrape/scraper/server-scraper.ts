import type { EventOf } from '../../stream/events/run-event.ts';
import type { SurveyValue } from '../../stream/rows/survey-stream.ts';
import type { Round } from './messages.ts';
import type { EndpointOutcome } from './scrape-round.ts';

/** An event of the scraper without time and phase. */
export type ScrapeEvent = {
  [Kind in ScrapeEventKind]: Omit<EventOf<Kind>, 'atNs' | 'phase'>;
}[ScrapeEventKind];

type ScrapeEventKind =
  | 'server-metrics-found'
  | 'server-metrics-absent'
  | 'server-series'
  | 'server-edge';

/** Scrapes one round at a time. */
export interface RoundSource {
  scrape(): Promise<Round | readonly EndpointOutcome[]>;
  close(): Promise<void>;
}

/** Options of a scraper. */
export interface ServerScraperOptions {
  readonly source: RoundSource;
  /** URLs of the endpoints in order, for messages. */
  readonly urls: readonly string[];
  readonly onValues: (values: readonly SurveyValue[]) => void;
  readonly onEvent: (event: ScrapeEvent) => void;
}

/** Time from one scrape to the next, ms. */
const INTERVAL_MS = 1000;

/**
 * Scrapes a server during a phase: once per second, and at each edge. It never fails a phase: an endpoint without metrics is
 * recorded as absent once, with the reason.
 */
export class ServerScraper {
  readonly #options: ServerScraperOptions;
  readonly #found = new Set<number>();
  readonly #absent = new Set<number>();
  #timer: NodeJS.Timeout | undefined;
  #scraping: Promise<void> = Promise.resolve();
  #isScraping = false;
  #pauses = 0;
  #isStopped = false;

  constructor(options: ServerScraperOptions) {
    this.#options = options;
  }

  /** Starts scraping with an immediate scrape. */
  async start(): Promise<void> {
    await this.edge();
    if (this.#isOver) return;
    this.#timer = setInterval(() => {
      if (this.#pauses === 0 && !this.#isScraping) void this.#scrape(false);
    }, INTERVAL_MS).unref();
  }

  /**
   * Scrapes now; to be called while no request of the run is in flight. Waits at most for the time limits of a scrape in flight
   * and its own.
   */
  async edge(): Promise<void> {
    await this.#scraping;
    await this.#scrape(true);
  }

  /** Runs work without scraping during it. */
  async without<Value>(work: () => Promise<Value>): Promise<Value> {
    this.#pauses += 1;
    try {
      await this.#scraping;
      return await work();
    } finally {
      this.#pauses -= 1;
    }
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearInterval(this.#timer);
    await this.#options.source.close();
  }

  get #isOver(): boolean {
    return this.#isStopped || this.#absent.size === this.#options.urls.length;
  }

  #scrape(isEdge: boolean): Promise<void> {
    if (this.#isOver) return Promise.resolve();
    this.#isScraping = true;
    this.#scraping = this.#scrapeRound(isEdge).finally(() => {
      this.#isScraping = false;
    });
    return this.#scraping;
  }

  async #scrapeRound(isEdge: boolean): Promise<void> {
    let round: Round | readonly EndpointOutcome[];
    try {
      round = await this.#options.source.scrape();
    } catch (error) {
      this.#giveUp(error instanceof Error ? error.message : String(error));
      return;
    }
    if (this.#isStopped) return;
    for (const one of round) this.#take(one, isEdge);
    if (this.#isOver) clearInterval(this.#timer);
  }

  /** Handles a failure of the thread; earlier values stay. */
  #giveUp(reason: string): void {
    if (this.#isStopped) return;
    for (const [endpoint, url] of this.#options.urls.entries()) {
      if (this.#absent.has(endpoint)) continue;
      this.#absent.add(endpoint);
      this.#options.onEvent({ kind: 'server-metrics-absent', endpoint, url, reason });
    }
  }

  #take({ endpoint, outcome }: EndpointOutcome, isEdge: boolean): void {
    const { onEvent, onValues } = this.#options;
    if (outcome.outcome === 'missed') return;
    const { url } = outcome;
    if (outcome.outcome === 'absent') {
      this.#absent.add(endpoint);
      onEvent({ kind: 'server-metrics-absent', endpoint, url, reason: outcome.reason });
      return;
    }
    const { server, sentNs, firstByteNs: scrapedNs } = outcome;
    if (!this.#found.has(endpoint)) {
      this.#found.add(endpoint);
      onEvent({ kind: 'server-metrics-found', endpoint, url, server });
    }
    for (const series of outcome.found) {
      onEvent({ kind: 'server-series', endpoint, ...series, labels: { ...series.labels } });
    }
    onValues(surveyValues(endpoint, outcome));
    if (!isEdge) return;
    const buckets = outcome.buckets.map(({ series, counts }) => ({ series, counts: [...counts] }));
    onEvent({ kind: 'server-edge', endpoint, sentNs, scrapedNs, buckets });
  }
}

/** The rows of a scrape, including its duration and size. */
function surveyValues(
  endpoint: number,
  scraped: Extract<EndpointOutcome['outcome'], { outcome: 'scraped' }>,
): SurveyValue[] {
  const { values, sentNs, firstByteNs: timeNs, endNs, bytes, processStartSeconds } = scraped;
  const own = [
    { column: 'serverScrape.durationNs', source: endpoint, value: endNs - sentNs },
    { column: 'serverScrape.sizeBytes', source: endpoint, value: bytes },
    ...(processStartSeconds === undefined
      ? []
      : [{ column: 'serverScrape.startSeconds', source: endpoint, value: processStartSeconds }]),
  ];
  return [...own, ...values].map((value) => ({ timeNs, pid: 0, ...value }));
}
