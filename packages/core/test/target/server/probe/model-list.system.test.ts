import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { useCleanup } from '../../transport/transport-run.ts';
import { response, type RawScript } from '../raw-server.ts';
import { recordedTargets } from '../recorded-targets.ts';

const { recorded, start } = recordedTargets(useCleanup());

const listing = (...ids: readonly string[]): string =>
  JSON.stringify({ data: ids.map((id) => ({ id })) });

/** A server of unknown kind with the given list. */
async function listensWith(list: RawScript | string) {
  const script: RawScript =
    typeof list === 'string' ? (_request, socket) => socket.write(response(200, list)) : list;
  return await recorded({ '/v1/models': script, '/props': null, '/health': null });
}

const FAULTS: readonly (readonly [string, RawScript, RegExp])[] = [
  [
    'an error',
    (_request, socket) => socket.write(response(500, 'Internal Server Error')),
    /returned 500: "Internal Server Error"/,
  ],
  ['a reset', (_request, socket) => socket.resetAndDestroy(), /GET \/v1\/models/],
  [
    'a page',
    (_request, socket) =>
      socket.write(response(200, '<html>Welcome</html>', { 'Content-Type': 'text/html' })),
    /returned 200 with text\/html, not JSON/,
  ],
  ['nothing to read', (_request, socket) => socket.write(response(200, '{}')), /without a list/],
  ['a refusal', (_request, socket) => socket.write(response(404, '{"error":"no"}')), /404: "no"/],
];

describe('a server whose list of models', () => {
  it.each(FAULTS)('is %s: goes on with a model that was named', async (_what, list, says) => {
    const { url } = await listensWith(list);
    const { description } = await start(url, { models: ['m'] });
    expect(description.models).toEqual(['m']);
    expect(description.details['modelList']).toMatch(says);
  });

  it.each(FAULTS)('is %s: names --model where none was named', async (_what, list, says) => {
    const { url } = await listensWith(list);
    const refused = start(url);
    await expect(refused).rejects.toThrow(says.source.includes('GET') ? /reset|closed/ : says);
    await expect(refused).rejects.toThrow(says.source.includes('GET') ? /--url/ : /--model/);
  });

  it('lacks a model of the mix: refuses it with the nearest one', async () => {
    const { url } = await listensWith(listing('base', 'adapter-one'));
    const { description } = await start(url, { mixedModels: ['adapter-one', 'base'] });
    expect(description.models).toEqual(['base']);
    const refused = start(url, { mixedModels: ['base', 'adapter-two'] });
    await expect(refused).rejects.toThrow(
      'unknown model "adapter-two"; did you mean "adapter-one"?',
    );
    await expect(refused).rejects.toThrow(
      'Pass --mix with a model of the server: adapter-one, base',
    );
  });

  it('never comes goes on with a model that was named', async () => {
    const { url } = await listensWith(() => {});
    const { description } = await start(url, { models: ['m'], connectTimeoutMs: 100 });
    expect(description.details['modelList']).toMatch(
      /no response to GET \/v1\/models within 100 ms/,
    );
  });

  it('never comes names the bound and its option where no model was named', async () => {
    const { url } = await listensWith(() => {});
    await expect(start(url, { connectTimeoutMs: 100 })).rejects.toMatchObject({
      kind: 'timeout',
      message: expect.stringMatching(/within 100 ms \(target\.connectTimeout\).*raise/),
    });
  });

  it('is compressed is read', async () => {
    const { url } = await listensWith((_request, socket) => {
      const body = gzipSync(listing('m'));
      socket.write(`HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n`);
      socket.write(`Content-Length: ${body.length}\r\n\r\n`);
      socket.write(body);
    });
    expect((await start(url)).description.models).toEqual(['m']);
  });

  it('is empty asks for a name', async () => {
    const { url } = await listensWith(listing());
    await expect(start(url)).rejects.toMatchObject({
      code: 'NO_MODEL',
      summary: 'the server lists no models at /v1/models',
    });
  });

  it('has two takes the first that generates text, and counts them', async () => {
    const { url } = await listensWith(listing('nomic-embed-text', 'chat-a', 'chat-b'));
    const { description } = await start(url);
    expect(description).toMatchObject({ models: ['chat-a'], details: { listedModels: 2 } });
  });

  it('has only embedding models is refused without a name', async () => {
    const entry = { id: 'x', capabilities: ['embedding'] };
    const { url } = await listensWith(JSON.stringify({ data: [entry] }));
    await expect(start(url)).rejects.toThrow(/only embedding models.*: x\..*--model/);
    expect((await start(url, { models: ['x'] })).description.models).toEqual(['x']);
  });

  it('has both kinds takes the first that embeds for an API without text', async () => {
    const { url } = await listensWith(listing('chat-a', 'nomic-embed-text'));
    const { description } = await start(url, { api: 'openai-embeddings' });
    expect(description.models).toEqual(['nomic-embed-text']);
  });

  it('does not show which models embed takes the first for an API without text', async () => {
    const { url } = await listensWith(listing('a', 'b'));
    expect((await start(url, { api: 'score' })).description.models).toEqual(['a']);
  });

  it('has hundreds names the nearest to a wrong one, and the count of the rest', async () => {
    const ids = Array.from({ length: 500 }, (_, index) => `model-${index}`);
    const { url } = await listensWith(listing(...ids, 'llama-3.1-8b'));
    const refused = start(url, { models: ['llama-3.1-8'] });
    await expect(refused).rejects.toMatchObject({
      code: 'CONFIG',
      summary: 'unknown model "llama-3.1-8"; did you mean "llama-3.1-8b"?',
      help: 'pass --model with a model of the server: llama-3.1-8b, model-0, model-1, model-2 (497 more)',
    });
  });

  it('is of Ollama takes a name without its tag for the latest', async () => {
    const entry = { id: 'tiny8:latest', owned_by: 'library' };
    const { url } = await listensWith(JSON.stringify({ data: [entry] }));
    expect((await start(url, { models: ['tiny8'] })).description.models).toEqual(['tiny8']);
  });

  it('is of a llama.cpp server with one model takes any name', async () => {
    const server = await recorded();
    const { description } = await start(server.url, { models: ['b.gguf'] });
    expect(description).toMatchObject({ kind: 'llama.cpp', models: ['b.gguf'] });
    expect(description.details['contextTokens']).toBeGreaterThan(0);
  });
});

describe('a server without an OpenAI API', () => {
  it('is reported with the API that it speaks', async () => {
    const tags = JSON.stringify({ models: [{ name: 'tiny8:latest' }] });
    const server = await recorded({
      '/v1/models': null,
      '/props': null,
      '/api/tags': (_request, socket) => socket.write(response(200, tags)),
    });
    await expect(start(server.url)).rejects.toMatchObject({
      code: 'NO_API',
      summary: expect.stringMatching(/returned 404.*but \/api\/tags responds/),
      help: expect.stringContaining('set target.api to "ollama-chat"'),
    });
  });
});

describe('a server that was recorded', () => {
  it.each([
    ['vllm-server', 'vLLM', '0.32.0'],
    ['ollama', 'Ollama', '0.0.0'],
    ['llama-server-current', 'llama.cpp', ''],
  ])('%s is identified', async (folder, product, version) => {
    const read = (name: string): RawScript => {
      const file = new URL(
        `../../../../../../test/fixtures/${folder}/${name}.http`,
        import.meta.url,
      );
      return (_request, socket) => socket.end(readFileSync(file));
    };
    const paths =
      folder === 'ollama'
        ? { '/v1/models': read('openai-models'), '/api/version': read('version') }
        : folder === 'vllm-server'
          ? { '/v1/models': read('models'), '/version': read('version') }
          : { '/v1/models': read('models'), '/props': read('props') };
    const server = await recorded({ '/props': null, ...paths });
    const { description } = await start(server.url);
    expect(description.details['product']).toMatch(new RegExp(`^${product}`));
    expect(description.version).toContain(version);
  });
});
