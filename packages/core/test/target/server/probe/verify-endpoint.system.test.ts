import { describe, expect, it } from 'vitest';
import { useCleanup } from '../../transport/transport-run.ts';
import { response, type RawScript } from '../raw-server.ts';
import { recordedTargets } from '../recorded-targets.ts';

const { recorded, start } = recordedTargets(useCleanup());

/** Responds with the paths that the server has. */
function describes(...paths: readonly string[]): RawScript {
  const body = JSON.stringify({ paths: Object.fromEntries(paths.map((path) => [path, {}])) });
  return (_request, socket) => socket.write(response(200, body));
}

describe('the endpoint of an API', () => {
  it('is missing where the server describes others, which the error names', async () => {
    const paths = describes('/v1/models', '/v1/chat/completions', '/v1/responses');
    const { url } = await recorded({ '/openapi.json': paths });
    const target = await start(url, { api: 'anthropic-messages' });
    await expect(target.verify()).rejects.toMatchObject({
      code: 'NO_API',
      summary: 'the server has no /v1/messages',
      help: 'set target.api to one that it has: openai-chat, openai-responses',
    });
  });

  it.each([
    ['describes it', { '/openapi.json': describes('/v1/chat/completions', '/v1/messages') }],
    ['describes no endpoint that is known', { '/openapi.json': describes('/other') }],
    ['describes nothing', { '/openapi.json': null }],
    [
      'has another method at its path',
      {
        '/v1/messages': (_request, socket) => socket.write(response(405, '{}')),
        '/openapi.json': describes('/v1/chat/completions'),
      },
    ],
  ] satisfies readonly (readonly [string, Readonly<Record<string, RawScript | null>>])[])(
    'may be there where the server %s',
    async (_what, change) => {
      const { url } = await recorded(change);
      const target = await start(url, { api: 'anthropic-messages' });
      await expect(target.verify()).resolves.toBeUndefined();
    },
  );
});
