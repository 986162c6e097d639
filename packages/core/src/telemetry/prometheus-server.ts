import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { prometheusText } from '../report/prometheus/prometheus-text.ts';
import type { Series } from '../report/prometheus/series.ts';
import { ConfigError } from '../spec/error/errors.ts';
import { systemErrorCode } from '../spec/error/system-error.ts';

/** Address of the Prometheus endpoint. */
export interface PrometheusOptions {
  /** 0 for any free port. */
  readonly port: number;
  /** Address to listen on (default: loopback). */
  readonly host?: string;
}

/** An endpoint for Prometheus. */
export interface PrometheusServer {
  readonly url: string;
  close(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';
const CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

function respond(response: ServerResponse, status: number, type: string, text: string): void {
  response.writeHead(status, { 'content-type': type, 'x-content-type-options': 'nosniff' });
  response.end(text);
}

/**
 * Serves the series of `read` at `/metrics`, and reads them again for each scrape.
 * @throws {ConfigError} when it cannot listen there
 */
export async function startPrometheusServer(
  { port, host = LOOPBACK }: PrometheusOptions,
  read: () => readonly Series[],
): Promise<PrometheusServer> {
  const server = createServer((request, response) => {
    const path = request.url?.split('?')[0];
    if (request.method !== 'GET' || path !== '/metrics') {
      respond(response, 404, 'text/plain', 'The metrics are at /metrics.\n');
      return;
    }
    prometheusText(read()).then(
      (text) => respond(response, 200, CONTENT_TYPE, text),
      (error: unknown) => response.destroy(error instanceof Error ? error : undefined),
    );
  });
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === undefined) throw error;
    const isPortAtFault = code === 'EADDRINUSE' || code === 'EACCES';
    throw new ConfigError(`cannot listen for Prometheus on ${host}:${port} (${code})`, {
      cause: error,
      help: isPortAtFault
        ? 'pass another port with --prometheus-port, or 0 for any free one'
        : 'check telemetry.prometheus.host',
    });
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
