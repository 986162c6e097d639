import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** Interval between tokens, ms. */
const GAP_MS = 10;

/** The counters of a server, as vLLM reports them. */
interface Meter {
  running: number;
  generated: number;
  prompts: number;
  finished: number;
}

/**
 * Starts a server of streamed completions that reports metrics as vLLM does. It closes when the test ends.
 * @param keepsGoing whether it generates a response to its end even after its client disconnects
 * @returns its URL
 */
export async function startMeteredServer({
  keepsGoing,
}: {
  readonly keepsGoing: boolean;
}): Promise<string> {
  const meter: Meter = { running: 0, generated: 0, prompts: 0, finished: 0 };
  const server = createServer((request, response) => {
    void answer(request, response, meter, keepsGoing);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${portOf(server.address())}`;
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  meter: Meter,
  keepsGoing: boolean,
): Promise<void> {
  if (request.url === '/metrics') {
    response.end(metricsOf(meter));
  } else if (request.url === '/v1/models') {
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ object: 'list', data: [{ id: 'metered' }] }));
  } else if (request.method === 'POST' && request.url === '/v1/chat/completions') {
    await generate(response, await tokensOf(request), meter, keepsGoing);
  } else {
    response.writeHead(404);
    response.end();
  }
}

/** The tokens that a request demands. */
async function tokensOf(request: IncomingMessage): Promise<number> {
  let body = '';
  for await (const part of request) body += String(part);
  return Number(/"max_(?:completion_)?tokens":(\d+)/.exec(body)?.[1] ?? 1);
}

async function generate(
  response: ServerResponse,
  tokens: number,
  meter: Meter,
  keepsGoing: boolean,
): Promise<void> {
  response.on('error', () => {});
  const isStopped = (): boolean => !keepsGoing && response.destroyed;
  response.setHeader('Content-Type', 'text/event-stream');
  meter.running += 1;
  meter.prompts += 8;
  for (let token = 0; token < tokens && !isStopped(); token += 1) {
    await new Promise((resolve) => {
      setTimeout(resolve, GAP_MS);
    });
    meter.generated += 1;
    send(response, { choices: [{ index: 0, delta: { content: ' word' } }] });
  }
  meter.running -= 1;
  if (isStopped()) return;
  meter.finished += 1;
  send(response, { choices: [{ index: 0, delta: {}, finish_reason: 'length' }] });
  const usage = { prompt_tokens: 8, completion_tokens: tokens, total_tokens: 8 + tokens };
  send(response, { choices: [], usage });
  response.end('data: [DONE]\n\n');
}

function send(response: ServerResponse, event: object): void {
  response.write(`data: ${JSON.stringify(event)}\n\n`);
}

function metricsOf({ running, generated, prompts, finished }: Meter): string {
  const labels = '{engine="0",model_name="metered"}';
  return [
    '# TYPE vllm:num_requests_running gauge',
    `vllm:num_requests_running${labels} ${running}`,
    '# TYPE vllm:num_requests_waiting gauge',
    `vllm:num_requests_waiting${labels} 0`,
    '# TYPE vllm:generation_tokens counter',
    `vllm:generation_tokens_total${labels} ${generated}`,
    '# TYPE vllm:prompt_tokens counter',
    `vllm:prompt_tokens_total${labels} ${prompts}`,
    '# TYPE vllm:request_success counter',
    `vllm:request_success_total{engine="0",finished_reason="length",model_name="metered"} ${finished}`,
    '',
  ].join('\n');
}
