import { describe, expect, it, vi } from 'vitest';
import {
  ControlClient,
  LEARN_BOUND_MS,
} from '../../../../src/target/server/session/control-client.ts';
import { Exchanges } from '../../../../src/target/server/session/exchanges.ts';
import { createTransport } from '../../../../src/target/transport/create-transport.ts';
import { optionsFor, useCleanup } from '../../transport/transport-run.ts';
import { RawServer, response, type RawScript } from '../raw-server.ts';

const onCleanup = useCleanup();
const ORIGIN = { host: '127.0.0.1', basePath: '' };
const OK = response(200, '{"version":"1"}');

async function clientOf(script: RawScript): Promise<{ server: RawServer; control: ControlClient }> {
  const server = await RawServer.listen(script);
  onCleanup(() => server.close());
  const exchanges = new Exchanges();
  const transport = createTransport(optionsFor(server.url), {
    onRecords: exchanges.take,
    onBroken: exchanges.break,
  });
  onCleanup(() => transport.close());
  await transport.open(0);
  return { server, control: new ControlClient(ORIGIN, transport, exchanges) };
}

/** Drops the first requests, responds to the others. */
function dropping(count: number): RawScript {
  let seen = 0;
  return (_request, socket) => {
    seen += 1;
    if (seen <= count) socket.resetAndDestroy();
    else socket.write(OK);
  };
}

describe('ControlClient', () => {
  it('repeats a GET twice when the server resets its connection', async () => {
    const { control, server } = await clientOf(dropping(2));
    await expect(control.get('/version')).resolves.toMatchObject({ json: { version: '1' } });
    expect(server.requests).toHaveLength(3);
  });

  it('repeats a POST that only reads, with its body', async () => {
    const { control, server } = await clientOf(dropping(1));
    await control.query('/tokenize', { content: 'north' });
    expect(server.requests.map(({ body }) => body)).toEqual([
      '{"content":"north"}',
      '{"content":"north"}',
    ]);
  });

  it('sends a request that may change the server once', async () => {
    const { control, server } = await clientOf(dropping(1));
    await expect(control.post('/models/load', {})).rejects.toMatchObject({
      kind: expect.stringMatching(/^(?:reset|closed-early)$/),
    });
    expect(server.requests).toHaveLength(1);
  });

  it('fails after the third reset', async () => {
    const { control, server } = await clientOf(dropping(9));
    await expect(control.get('/version')).rejects.toMatchObject({
      kind: expect.stringMatching(/^(?:reset|closed-early)$/),
    });
    expect(server.requests).toHaveLength(3);
  });

  it('returns no response from a server that resets, and keeps the reason', async () => {
    const { control } = await clientOf(dropping(9));
    const learned = await control.learn('/props');
    expect(learned.response).toBeUndefined();
    expect(learned.failure).toMatch(/connection/);
    expect([...control.unlearned]).toEqual([['/props', learned.failure]]);
  });

  it('stops waiting for an optional request, and keeps the reason', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const { control, server } = await clientOf(() => {});
      const learning = control.learn('/health');
      await vi.waitUntil(() => server.requests.length === 1);
      vi.advanceTimersByTime(LEARN_BOUND_MS);
      await expect(learning).resolves.toEqual({
        response: undefined,
        failure: 'no response within 3 s',
        error: undefined,
      });
      expect(control.unlearned.get('/health')).toBe('no response within 3 s');
    } finally {
      vi.useRealTimers();
    }
  });

  it('returns a refusal', async () => {
    const { control } = await clientOf((_request, socket) => socket.write(response(404, '{}')));
    await expect(control.learn('/props')).resolves.toMatchObject({ response: { status: 404 } });
    expect(control.unlearned.size).toBe(0);
  });

  it('ends with the reason of an abort, also in an optional request', async () => {
    const { control, server } = await clientOf(() => {});
    const abort = new AbortController();
    const learning = control.learn('/health', { signal: abort.signal });
    await vi.waitUntil(() => server.requests.length === 1);
    abort.abort(new Error('enough'));
    await expect(learning).rejects.toThrow('enough');
  });
});
