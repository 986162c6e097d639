import type { TargetConfig } from '../../config/config-schema.ts';
import type { ClientCalibrator } from '../../phase/phase.ts';
import type { PhaseJournal } from '../../phase/phase-journal.ts';
import type { EndpointOptions } from '../../scrape/scraper/endpoint-scraper.ts';
import { startScraper, type ScrapeSinks } from '../../scrape/scraper/start-scraper.ts';
import type { ServerScraper } from '../../scrape/scraper/server-scraper.ts';
import { keyHeader } from '../../target/codec/http-request.ts';
import { parseEndpoint } from '../../target/server/session/endpoint.ts';
import type { HttpTargetOptions } from '../../target/server/http-target-options.ts';
import { readServerOptions } from '../../config/target/create-target.ts';

/** The server whose metrics are scraped, and where they are recorded. */
export interface ServerCountersOptions extends ScrapeSinks {
  /** Of the server; undefined for the embedded engine. */
  readonly url: string | undefined;
  readonly target: TargetConfig;
}

/**
 * Starts to scrape the metrics of a server; undefined without a server, or when it is switched off. Errors of the server are
 * recorded, not thrown.
 */
export async function startServerCounters(
  options: ServerCountersOptions,
): Promise<ServerScraper | undefined> {
  const { url, target, onEvent, onValues } = options;
  if (url === undefined || !target.serverMetrics) return undefined;
  const endpoints = endpointsOf(await readServerOptions(url, target), target.metrics);
  return await startScraper(endpoints, { onEvent, onValues });
}

/** The server itself, or each replica, then the configured endpoints; the key is only sent to the origins of the server. */
function endpointsOf(server: HttpTargetOptions, metrics: readonly string[]): EndpointOptions[] {
  const replicas = (server.replicas?.urls ?? [server.url]).map(parseEndpoint);
  const { apiKey, headers = {}, caCertificates = [] } = server;
  const own = {
    ...headers,
    ...(apiKey === undefined ? {} : keyHeader(apiKey)),
  };
  const bases = replicas.map(({ protocol, host, basePath, socketPath }) => ({
    base: `${protocol}//${host}${basePath}`,
    socketPath,
  }));
  const origins = new Set(
    bases.flatMap(({ base, socketPath }) => (socketPath === undefined ? new URL(base).origin : [])),
  );
  const shared = { caCertificates: [...caCertificates] };
  return [
    ...bases.map(({ base, socketPath }) => ({
      ...shared,
      url: base,
      isBase: true,
      headers: own,
      ...(socketPath === undefined ? {} : { socketPath }),
    })),
    ...metrics.map((url) => ({
      ...shared,
      url,
      isBase: false,
      headers: origins.has(new URL(url).origin) ? own : {},
    })),
  ];
}

/** Wraps the journal of a phase to scrape right before and after each window and each stage. */
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

/** Pauses scraping during a client check, which it would disturb. */
export function withoutScrapes(client: ClientCalibrator, scraper: ServerScraper): ClientCalibrator {
  return { calibrate: (load) => scraper.without(() => client.calibrate(load)) };
}
