import { describe, expect, it } from 'vitest';
import { adviceFor } from '../../../../src/phase/watch/advice-for.ts';
import { RequestError } from '../../../../src/target/server/failure/request-error.ts';
import { useCleanup } from '../../transport/transport-run.ts';
import { response, type RawScript } from '../raw-server.ts';
import { RECORDED_MODEL } from '../recorded-server.ts';
import { recordedTargets } from '../recorded-targets.ts';

const { recorded, start } = recordedTargets(useCleanup());

/** A description of a server that lists these paths. */
function listing(...paths: readonly string[]): RawScript {
  const body = JSON.stringify({ paths: Object.fromEntries(paths.map((path) => [path, {}])) });
  return (_request, socket) => void socket.write(response(200, body));
}

/** The message of a request to a server without chat. */
async function messageOn(change: Parameters<typeof recorded>[0]): Promise<string> {
  const server = await recorded({ '/v1/chat/completions': null, ...change });
  const target = await start(server.url);
  const request = { model: RECORDED_MODEL, prompt: 'north', maxTokens: 1, greedy: true };
  try {
    await target.generate(request);
  } catch (error) {
    if (error instanceof RequestError) return error.message;
    throw error;
  }
  throw new Error('The request succeeded.');
}

const SERVED = listing('/v1/models', '/v1/embeddings', '/v1/rerank', '/rerank', '/score');

describe('a server without the path of the API', () => {
  it('is refused with the paths that it lists, and the flag for one of them', async () => {
    const message = await messageOn({ '/openapi.json': SERVED });
    expect(adviceFor('http-4xx', message)).toEqual({
      happened:
        'The server returned 404: "File Not Found", and lists no /v1/chat/completions, but /v1/embeddings, /v1/rerank, /score',
      advice: 'pass --api openai-embeddings (or rerank, score)',
    });
  });

  it.each([
    ['lists nothing', {}],
    ['lists only paths of other purposes', { '/openapi.json': listing('/v1/models') }],
    ['lists the path: the model is missing', { '/openapi.json': listing('/v1/chat/completions') }],
  ])('is quoted alone where it %s', async (_what, change) => {
    expect(await messageOn(change)).toBe('The server returned 404: "File Not Found".');
  });

  it('is found by the description of Text Embeddings Inference, too', async () => {
    const message = await messageOn({ '/api-doc/openapi.json': listing('/rerank') });
    expect(message).toContain('but /rerank. Pass --api tei-rerank.');
  });
});
