import { readServerMetrics } from '../read-server-metrics.ts';
import type { ServerReading } from '../server-reading.ts';
import { TextFetcher, type FetchedText, type MetricsSource } from './fetch-text.ts';
import { SeriesLog, type ScrapedRows } from './series-log.ts';
import { SlotReader } from './slot-reader.ts';

/** Time limit of one scrape, below the interval between two, ms. */
const TIME_LIMIT_MS = 900;

/** Consecutive failures after which an endpoint that never responded is given up. */
const MAX_FIRST_FAILURES = 3;

/** Usual paths of metrics after the base path: most servers, TensorRT-LLM, NIM. */
const USUAL_PATHS = ['/metrics', '/prometheus/metrics', '/v1/metrics'] as const;

/** A metrics endpoint to scrape. */
export interface EndpointOptions extends MetricsSource {
  /** Whether the URL is the base of a server, at which metrics are searched; otherwise it is that of the metrics. */
  readonly isBase: boolean;
}

/** The result of a scrape. */
export type ScrapeOutcome =
  | (ScrapedRows & {
      readonly outcome: 'scraped';
      readonly url: string;
      readonly server: string;
      readonly sentNs: number;
      readonly firstByteNs: number;
      readonly endNs: number;
      readonly bytes: number;
      readonly processStartSeconds?: number;
    })
  /** It failed this time, and is tried again. */
  | { readonly outcome: 'missed' }
  /** The endpoint has no metrics. */
  | { readonly outcome: 'absent'; readonly url: string; readonly reason: string };

/** Scrapes one endpoint, after finding the path of its metrics. */
export class EndpointScraper {
  readonly #fetcher: TextFetcher;
  readonly #slots: SlotReader;
  readonly #log: SeriesLog;
  readonly #options: EndpointOptions;
  #path: string | undefined;
  #failures = 0;

  /** @param nextNumber returns a number for a new series, unique over all endpoints */
  constructor(options: EndpointOptions, nextNumber: () => number) {
    this.#options = options;
    this.#fetcher = new TextFetcher(options);
    this.#slots = new SlotReader(this.#fetcher);
    this.#log = new SeriesLog(nextNumber);
  }

  /** Never throws for any behavior of a server. */
  async scrape(): Promise<ScrapeOutcome> {
    return this.#path === undefined ? await this.#find() : await this.#scrapeAgain(this.#path);
  }

  close(): void {
    this.#fetcher.close();
  }

  async #find(): Promise<ScrapeOutcome> {
    const paths = this.#paths();
    const reasons: string[] = [];
    for (const path of paths) {
      const tried = await this.#try(path);
      if ('failure' in tried) return this.#missed(path, tried.failure);
      if ('reading' in tried) {
        this.#path = path;
        return this.#scraped(path, tried.fetched, tried.reading);
      }
      reasons.push(`GET ${withoutQuery(path)} ${tried.refusal}`);
      // Other paths are not tried where the first one is protected or disabled.
      if (tried.isLast) break;
    }
    return { outcome: 'absent', url: this.#urlOf(paths[0]), reason: reasons[0] ?? 'no path' };
  }

  async #scrapeAgain(path: string): Promise<ScrapeOutcome> {
    const tried = await this.#try(path);
    return 'reading' in tried
      ? this.#scraped(path, tried.fetched, tried.reading)
      : { outcome: 'missed' };
  }

  #missed(path: string, failure: string): ScrapeOutcome {
    this.#failures += 1;
    if (this.#failures < MAX_FIRST_FAILURES) return { outcome: 'missed' };
    return {
      outcome: 'absent',
      url: this.#urlOf(path),
      reason: `GET ${withoutQuery(path)} failed: ${failure}`,
    };
  }

  async #try(path: string): Promise<Tried> {
    let fetched: FetchedText;
    try {
      fetched = await this.#fetcher.read(path, TIME_LIMIT_MS);
    } catch (error) {
      return { failure: error instanceof Error ? error.message : String(error) };
    }
    const refusal = refusalOf(fetched);
    if (refusal !== undefined) return { refusal, isLast: isLasting(fetched) };
    const reading = readServerMetrics(fetched.text, fetched.contentType);
    if ('unreadable' in reading)
      return { refusal: `returned ${reading.unreadable}`, isLast: false };
    return { fetched, reading: await this.#slots.extend(reading, path) };
  }

  #scraped(path: string, fetched: FetchedText, reading: ServerReading): ScrapeOutcome {
    const { sentNs, firstByteNs, endNs, bytes } = fetched;
    const { server, processStartSeconds } = reading;
    return {
      outcome: 'scraped',
      url: this.#urlOf(path),
      server,
      sentNs,
      firstByteNs,
      endNs,
      bytes,
      ...(processStartSeconds === undefined ? {} : { processStartSeconds }),
      ...this.#log.rowsOf(reading),
    };
  }

  #paths(): [string, ...string[]] {
    const { url, isBase } = this.#options;
    const { pathname, search } = new URL(url);
    if (!isBase) return [pathname + search];
    const base = pathname.replace(/\/+$/, '').replace(/\/v1$/, '');
    const [first, ...others] = USUAL_PATHS;
    return [base + first, ...others.map((path) => base + path)];
  }

  #urlOf(path: string): string {
    const { url, socketPath } = this.#options;
    const place = withoutQuery(path);
    return socketPath === undefined ? new URL(place, url).href : `unix:${socketPath} ${place}`;
  }
}

/** A query may contain a token, and the recorded path may be read by others. */
function withoutQuery(path: string): string {
  return path.replace(/\?.*$/u, '');
}

type Tried =
  | { readonly fetched: FetchedText; readonly reading: ServerReading }
  /** The response has no metrics. */
  | { readonly refusal: string; readonly isLast: boolean }
  /** There was no response. */
  | { readonly failure: string };

function isLasting({ status }: FetchedText): boolean {
  return status === 401 || status === 403 || status === 501;
}

function refusalOf({ status, text, contentType }: FetchedText): string | undefined {
  if (status === 501)
    return 'returned 501: the server was started without metrics (llama.cpp: --metrics)';
  if (status === 401 || status === 403) return `returned ${status}: it needs another key`;
  if (status < 200 || status > 299) return `returned ${status}`;
  if (text.trim() === '') return 'returned an empty body';
  return /^text\/html/i.test(contentType) ? 'returned an HTML page' : undefined;
}
