import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { prometheusText } from '../report/prometheus/prometheus-text.ts';
import type { Series } from '../report/prometheus/series.ts';
import { ConfigError } from '../spec/error/errors.ts';
import { systemErrorCode } from '../spec/error/system-error.ts';

/** Where Prometheus may ask. */
export interface PrometheusOptions {
  /** 0 for any that is free. */
  readonly port: number;
  /** Address to listen on; the loopback of this machine when absent. */
  readonly host?: string;
}

/** A page for Prometheus to scrape. */
export interface PrometheusServer {
  readonly url: string;
  close(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';
const CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

function answer(response: ServerResponse, status: number, type: string, text: string): void {
  response.writeHead(status, { 'content-type': type, 'x-content-type-options': 'nosniff' });
  response.end(text);
}

/**
 * Serves what `read` tells under `/metrics`, made anew for each scrape.
 * @throws {ConfigError} when nobody may listen there
 */
export async function startPrometheusServer(
  { port, host = LOOPBACK }: PrometheusOptions,
  read: () => readonly Series[],
): Promise<PrometheusServer> {
  const server = createServer((request, response) => {
    const path = request.url?.split('?')[0];
    if (request.method !== 'GET' || path !== '/metrics') {
      answer(response, 404, 'text/plain', 'The metrics are at /metrics.\n');
      return;
    }
    prometheusText(read()).then(
      (text) => answer(response, 200, CONTENT_TYPE, text),
      (error: unknown) => response.destroy(error instanceof Error ? error : undefined),
    );
  });
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === undefined) throw error;
    throw new ConfigError(
      `Prometheus cannot be served at ${host}:${port} (${code}). Give another port with --prometheus-port, or 0 for any.`,
      { cause: error },
    );
  }
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}/metrics`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
