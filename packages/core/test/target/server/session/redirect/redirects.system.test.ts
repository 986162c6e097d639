import { expect, describe, it } from 'vitest';
import { nowNs } from '../../../../../src/stream/clock.ts';
import type { LoadOutcome } from '../../../../../src/target/server/load/load-request.ts';
import { useCleanup } from '../../../transport/transport-run.ts';
import { RawServer, response, type RawScript } from '../../raw-server.ts';
import { RECORDED_MODEL, replay } from '../../recorded-server.ts';
import { recordedTargets } from '../../recorded-targets.ts';

const onCleanup = useCleanup();
const { recorded, start } = recordedTargets(onCleanup);

const REQUEST = { model: RECORDED_MODEL, prompt: 'north', maxTokens: 6, greedy: true };
const CHAT = '/v1/chat/completions';

const redirectTo =
  (location: string, status = 307): RawScript =>
  (_request, socket) =>
    void socket.write(response(status, '', { Location: location }));

const respond: RawScript = (_request, socket) => replay('chat-stream', socket);

describe('a redirect', () => {
  it.each([307, 308])(
    '%i on the same origin is followed with body and key, counted, and learned',
    async (status) => {
      const server = await recorded({
        [CHAT]: redirectTo('/api/chat?v=1', status),
        '/api/chat?v=1': respond,
      });
      const target = await start(server.url, { apiKey: 'secret-key' });
      const { redirects, outputTokens } = await target.generate(REQUEST);
      expect(outputTokens).toBe(6);
      expect(redirects).toEqual([{ status, fromPath: CHAT, toPath: '/api/chat?v=1' }]);
      expect((await target.generate(REQUEST)).redirects).toBeUndefined();
      const posts = server.requests.filter(
        ({ method, path }) => method === 'POST' && path !== '/tokenize',
      );
      expect(posts.map(({ path }) => path)).toEqual([CHAT, '/api/chat?v=1', '/api/chat?v=1']);
      expect(posts[1]?.body).toBe(posts[0]?.body);
      expect(posts[1]?.headers.get('authorization')).toBe('Bearer secret-key');
    },
  );

  it('is part of the time of its request', async () => {
    const server = await recorded({
      [CHAT]: (request, socket) => void setTimeout(() => redirectTo('/late')(request, socket), 30),
      '/late': respond,
    });
    const target = await start(server.url);
    const { sentNs, firstByteNs } = await target.generate(REQUEST);
    expect(firstByteNs - sentNs).toBeGreaterThan(29e6);
  });

  it('is followed over several paths, and at most five times in a loop', async () => {
    const chain = await recorded({
      [CHAT]: redirectTo('/one'),
      '/one': redirectTo('two'),
      '/two': respond,
    });
    expect((await (await start(chain.url)).generate(REQUEST)).redirects).toHaveLength(2);
    const loop = await recorded({
      [CHAT]: redirectTo('/one'),
      '/one': redirectTo('/two'),
      '/two': redirectTo('/one'),
    });
    const failed = (await start(loop.url)).generate(REQUEST);
    await expect(failed).rejects.toMatchObject({ kind: 'http-other' });
    expect(loop.requests.filter(({ path }) => /one|two|chat/.test(path))).toHaveLength(6);
  });

  it('to another origin is reported and not followed, and gets no key', async () => {
    const other = await RawServer.listen(respond);
    onCleanup(() => other.close());
    const location = `${other.url}${CHAT}`;
    const server = await recorded({ [CHAT]: redirectTo(location) });
    const target = await start(server.url, { apiKey: 'secret-key' });
    await expect(target.generate(REQUEST)).rejects.toMatchObject({
      kind: 'http-other',
      message: `The server returned 307 and redirects to "${location}". Set --url to where it leads; only 307 and 308 to the same origin are followed.`,
    });
    expect(other.connectionCount).toBe(0);
  });

  it.each([301, 302, 303])(
    '%i, which drops the body, is named and not followed',
    async (status) => {
      const server = await recorded({ [CHAT]: redirectTo('/api', status), '/api': respond });
      const target = await start(server.url);
      await expect(target.generate(REQUEST)).rejects.toThrow(
        `returned ${status} and redirects to "/api"`,
      );
      expect(server.requests.some(({ path }) => path === '/api')).toBe(false);
    },
  );

  it('is followed within a load as well', async () => {
    const server = await recorded({ [CHAT]: redirectTo('/api'), '/api': respond });
    const load = await (await start(server.url)).openLoad({ connections: 2, maxConcurrency: 2 });
    onCleanup(() => load.close());
    const outcomes: LoadOutcome[] = [];
    const request = {
      model: RECORDED_MODEL,
      messages: [{ role: 'user', content: 'north' } as const],
      maxTokens: 6,
      isGreedy: true,
      scheduledNs: nowNs(),
      offeredTokens: Number.NaN,
      context: '',
      isWarmup: false,
    };
    await load.run(
      {
        requests: [request, request, { ...request, scheduledNs: Number.NaN }],
        end: { kind: 'all' },
        onOver: (outcome) => outcomes.push(outcome),
      },
      new AbortController().signal,
    );
    expect(outcomes.map(({ finished }) => finished.failure)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(outcomes.every(({ finished: { facts } }) => facts.sentNs < facts.firstByteNs)).toBe(
      true,
    );
  });
});
