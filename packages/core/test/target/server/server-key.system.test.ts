import { describe, expect, it } from 'vitest';
import { useCleanup } from '../transport/transport-run.ts';
import { chunk, CHUNKED_HEAD, LAST_CHUNK, response } from './raw-server.ts';
import { RECORDED_MODEL } from './recorded-server.ts';
import { recordedTargets } from './recorded-targets.ts';

const { recorded, start } = recordedTargets(useCleanup());

const REQUEST = { model: RECORDED_MODEL, prompt: 'north', maxTokens: 6, greedy: true };

/** A llama.cpp router without a loaded model. */
const ROUTER_LISTING = JSON.stringify({
  data: [{ id: RECORDED_MODEL, status: { value: 'unloaded' } }],
});

describe('the key', () => {
  it('is sent, and never repeated by a message', async () => {
    const server = await recorded({
      '/v1/chat/completions': (request, socket) =>
        socket.write(response(401, `{"error":"no: ${request.headers.get('authorization')}"}`)),
    });
    const target = await start(server.url, { apiKey: 'key-secret' });
    await expect(target.generate(REQUEST)).rejects.toThrow('401: "no: Bearer [redacted]"');
    expect(JSON.stringify(target.description)).not.toContain('key-secret');
  });

  it.each([
    ['a refusal', (text: string) => response(401, JSON.stringify({ error: text }))],
    [
      'an event',
      (text: string) =>
        `${CHUNKED_HEAD}${chunk(`data: ${JSON.stringify({ error: text })}\n\n`)}${LAST_CHUNK}`,
    ],
  ])('is not repeated in part where the text of %s is cut', async (_what, script) => {
    const server = await recorded({
      '/v1/chat/completions': ({ headers }, socket) =>
        socket.end(script(`${'x'.repeat(108)}${headers.get('authorization')}`)),
    });
    const target = await start(server.url, { apiKey: 'key-secret-of-some-length' });
    await expect(target.generate(REQUEST)).rejects.toThrow(/xBearer \[re/);
  });

  it.each([
    ['/health', 503, {}],
    ['/v1/models', 403, {}],
    ['/models/load', 400, { managesModels: true }],
  ])(
    'is not repeated by a refusal of %s, nor is the value of a secret header',
    async (path, status, change) => {
      const server = await recorded({
        '/models': (_request, socket) => socket.write(response(200, ROUTER_LISTING)),
        [path]: ({ headers }, socket) => {
          const text = `no: ${headers.get('authorization')} of ${headers.get('x-tenant')}`;
          socket.write(response(status, JSON.stringify({ error: { message: text } })));
        },
      });
      const options = {
        ...change,
        apiKey: 'key-secret',
        headers: { 'X-Tenant': 'tenant-secret' },
        secrets: ['tenant-secret'],
        requestTimeoutMs: 1000,
      };
      const refused = start(server.url, options).then((target) => target.load(RECORDED_MODEL));
      await expect(refused).rejects.toThrow('no: Bearer [redacted] of [redacted]');
    },
  );

  it('is named in the error when the server requires one', async () => {
    const server = await recorded({
      '/v1/models': (_request, socket) => socket.write(response(401, '{"error":"no key"}')),
    });
    await expect(start(server.url)).rejects.toThrow(/no key.*LOADCELL_API_KEY/);
  });
});
