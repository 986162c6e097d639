import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A server of metrics for a test. */
export interface MetricsServer {
  readonly url: string;
  /** Requests that it got, in order. */
  readonly requests: readonly IncomingMessage[];
  /** Sockets that were opened. */
  readonly connections: () => number;
}

/** A text of vLLM's metrics with so many prompt tokens. */
export function vllmText(promptTokens: number): string {
  return [
    '# TYPE vllm:prompt_tokens counter',
    `vllm:prompt_tokens_total{engine="0",model_name="m"} ${promptTokens}`,
    '# TYPE vllm:num_requests_running gauge',
    'vllm:num_requests_running{engine="0",model_name="m"} 2',
    '',
  ].join('\n');
}

/** Starts a server that ends with the test. */
export async function startMetricsServer(listener: RequestListener): Promise<MetricsServer> {
  const requests: IncomingMessage[] = [];
  let connections = 0;
  const server: Server = createServer((request, response) => {
    requests.push(request);
    listener(request, response);
  });
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = addressOf(server);
  return { url: `http://127.0.0.1:${port}`, requests, connections: () => connections };
}

function addressOf(server: Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address;
}
