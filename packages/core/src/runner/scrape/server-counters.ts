import type { TargetConfig } from '../../config/config-schema.ts';
import type { ClientCalibrator } from '../../phase/phase.ts';
import type { PhaseJournal } from '../../phase/phase-journal.ts';
import type { EndpointOptions } from '../../scrape/scraper/endpoint-scraper.ts';
import { ScrapeWorker } from '../../scrape/scraper/scrape-worker.ts';
import { ServerScraper } from '../../scrape/scraper/server-scraper.ts';
import type { SurveyValue } from '../../stream/rows/survey-stream.ts';
import { keyHeader } from '../../target/codec/http-request.ts';
import { parseEndpoint } from '../../target/server/session/endpoint.ts';
import type { HttpTargetOptions } from '../../target/server/http-target-options.ts';
import { readServerOptions } from '../create-target.ts';

/** Whose counters are read, and where they go. */
export interface ServerCountersOptions {
  /** Of the server; undefined where an engine is measured. */
  readonly url: string | undefined;
  readonly target: TargetConfig;
  readonly journal: PhaseJournal;
  readonly onValues: (values: readonly SurveyValue[]) => void;
}

/**
 * Starts to read what the server of a phase reports about itself; undefined where there is no server, or it is switched
 * off. What the server does never fails it.
 */
export async function startServerCounters(
  options: ServerCountersOptions,
): Promise<ServerScraper | undefined> {
  const { url, target, journal, onValues } = options;
  if (url === undefined || !target.serverMetrics) return undefined;
  const endpoints = endpointsOf(await readServerOptions(url, target), target.metrics);
  // A query may hold a token, and this is recorded.
  const urls = endpoints.map((one) => one.url.replace(/\?.*$/u, ''));
  let source: ScrapeWorker;
  try {
    source = new ScrapeWorker(endpoints);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    for (const [endpoint, at] of urls.entries()) {
      journal.event({ kind: 'server-metrics-absent', endpoint, url: at, reason });
    }
    return undefined;
  }
  const scraper = new ServerScraper({
    source,
    urls,
    onValues,
    onEvent: (event) => journal.event(event),
  });
  await scraper.start();
  return scraper;
}

/** The server itself, then those that the configuration names; the key goes to the server's own origin only. */
function endpointsOf(server: HttpTargetOptions, metrics: readonly string[]): EndpointOptions[] {
  const { protocol, host, basePath, socketPath } = parseEndpoint(server.url);
  const { apiKey, headers = {}, caCertificates = [] } = server;
  const own = {
    ...headers,
    ...(apiKey === undefined ? {} : keyHeader(apiKey)),
  };
  const base = `${protocol}//${host}${basePath}`;
  const { origin } = new URL(base);
  const shared = { caCertificates: [...caCertificates] };
  return [
    {
      ...shared,
      url: base,
      isBase: true,
      headers: own,
      ...(socketPath === undefined ? {} : { socketPath }),
    },
    ...metrics.map((url) => ({
      ...shared,
      url,
      isBase: false,
      headers: socketPath === undefined && new URL(url).origin === origin ? own : {},
    })),
  ];
}

/** The journal of a phase that scrapes at both edges of each window and of each stage, outside of it. */
export function scrapeAtEdges(journal: PhaseJournal, scraper: ServerScraper): PhaseJournal {
  const around = async <Value>(work: () => Promise<Value>): Promise<Value> => {
    await scraper.edge();
    try {
      return await work();
    } finally {
      await scraper.edge();
    }
  };
  return {
    ...journal,
    window: (window, work) => around(() => journal.window(window, work)),
    inStage: (stage) => scrapeAtEdges(journal.inStage(stage), scraper),
    aroundStage: (work) => around(() => journal.aroundStage(work)),
  };
}

/** A check of the client that nothing is scraped during: it would take its time from the check. */
export function withoutScrapes(client: ClientCalibrator, scraper: ServerScraper): ClientCalibrator {
  return { calibrate: (load) => scraper.without(() => client.calibrate(load)) };
}
