import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/config/parse-config.ts';
import { findServerModel, type FoundModel } from '../../../src/doctor/server/find-server-model.ts';
import { ConfigError } from '../../../src/spec/error/errors.ts';
import { listenRecorded, RECORDED_MODEL } from '../../target/server/recorded-server.ts';
import { response } from '../../target/server/raw-server.ts';
import { useCleanup } from '../../target/transport/transport-run.ts';

const onCleanup = useCleanup();

function find(target: object, signal = new AbortController().signal): Promise<FoundModel> {
  return findServerModel(parseConfig({ target }).target, signal);
}

async function findRecorded(
  change: Parameters<typeof listenRecorded>[0],
  target: object = {},
  signal?: AbortSignal,
): Promise<FoundModel> {
  const server = await listenRecorded(change);
  onCleanup(() => server.close());
  return await find({ url: server.url, ...target }, signal);
}

function list(...names: readonly string[]): string {
  return response(200, JSON.stringify({ data: names.map((id) => ({ id })) }));
}

describe('findServerModel', () => {
  it('finds the model of a server, without a request to it', async () => {
    const generate = (): void => {
      throw new Error('a request was sent to the model');
    };
    expect(
      await findRecorded({ '/v1/chat/completions': generate, '/v1/completions': generate }),
    ).toEqual({ kind: 'found', model: RECORDED_MODEL, listed: 1 });
  });

  it('finds the first of several models, and counts them', async () => {
    const models = list('a', 'b', 'c');
    const found = await findRecorded({
      '/props': null,
      '/v1/models': (_request, socket) => socket.write(models),
    });
    expect(found).toEqual({ kind: 'found', model: 'a', listed: 3 });
  });

  it('finds the API that a server lists instead of the configured one', async () => {
    const paths = { '/v1/embeddings': {}, '/score': {} };
    const served = response(200, JSON.stringify({ paths }));
    const change = {
      '/openapi.json': (_request: unknown, socket: Socket) => void socket.write(served),
    };
    const found = { kind: 'found', model: RECORDED_MODEL, listed: 1 };
    expect(await findRecorded(change)).toEqual({ ...found, api: 'openai-embeddings' });
    expect(await findRecorded(change, { api: 'score' })).toEqual(found);
  });

  it('finds embeddings where the server lists only models that embed', async () => {
    const models = list('nomic-embed-text');
    const found = await findRecorded({
      '/props': null,
      '/v1/models': (_request, socket) => socket.write(models),
    });
    expect(found).toEqual({
      kind: 'found',
      model: 'nomic-embed-text',
      listed: 1,
      api: 'openai-embeddings',
    });
  });

  it.each<[string, Parameters<typeof listenRecorded>[0], RegExp]>([
    [
      'wants a key',
      { '/v1/models': (_request, socket) => socket.write(response(401, '{"error":"no"}')) },
      /^GET \/v1\/models returned 401: "no"$/,
    ],
    [
      'lists no models',
      { '/props': null, '/v1/models': (_request, socket) => socket.write(list()) },
      /^the server lists no models at \/v1\/models$/,
    ],
  ])('reports why the model is unknown where the server %s', async (_what, change, reason) => {
    expect(await findRecorded(change)).toEqual({
      kind: 'unknown',
      reason: expect.stringMatching(reason),
    });
  });

  it('reports that nothing listens', async () => {
    const server = await listenRecorded();
    const { url } = server;
    await server.close();
    expect(await find({ url })).toEqual({
      kind: 'unknown',
      reason: 'connection refused',
    });
  });

  it('ends with its signal where the server never responds', async () => {
    const ending = new AbortController();
    const found = findRecorded({ '/v1/models': () => ending.abort() }, {}, ending.signal);
    expect(await found).toEqual({ kind: 'unknown', reason: 'no response in time' });
  });

  it('rejects a model that the server does not have, and an invalid URL', async () => {
    await expect(
      findRecorded(
        { '/props': null, '/v1/models': (_request, socket) => socket.write(list('tiny', 'b')) },
        { models: ['tinny'] },
      ),
    ).rejects.toThrow('unknown model "tinny"; did you mean "tiny"?');
    await expect(find({ url: 'http://' })).rejects.toThrow(ConfigError);
  });
});
