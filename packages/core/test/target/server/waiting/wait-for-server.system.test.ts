import { describe, expect, it } from 'vitest';
import { TargetDiedError } from '../../../../src/target/errors.ts';
import type { HttpTargetOptions } from '../../../../src/target/server/http-target-options.ts';
import {
  waitForServer,
  type WaitOptions,
  type WaitState,
} from '../../../../src/target/server/waiting/wait-for-server.ts';
import { readCertificate } from '../../transport/certificate.ts';
import { useCleanup } from '../../transport/transport-run.ts';
import { RawServer, response, type RawScript, type RawServerOptions } from '../raw-server.ts';
import { optionsFor } from '../target-for.ts';

const onCleanup = useCleanup();

const LISTED = response(200, '{"data":[{"id":"m"}]}');
const LOADING = response(503, '{"error":{"message":"Loading model"}}');

async function listen(script: RawScript, options?: RawServerOptions): Promise<RawServer> {
  const server = await RawServer.listen(script, options);
  onCleanup(() => server.close());
  return server;
}

/** A port without a listener. */
async function closedPort(): Promise<number> {
  const server = await RawServer.listen(() => {});
  const { port } = server;
  await server.close();
  return port;
}

/** Waits with a timeout that only tests of it reach. @returns the reports after each attempt */
async function wait(
  url: string,
  options: Partial<WaitOptions> = {},
  change: Partial<HttpTargetOptions> = {},
): Promise<WaitState[]> {
  const states: WaitState[] = [];
  const { onState } = options;
  await waitForServer(optionsFor(url, change), {
    timeoutMs: 600_000,
    setting: '--wait',
    ...options,
    onState: (state) => {
      states.push(state);
      onState?.(state);
    },
  });
  return states;
}

/** Waits for a server that never becomes ready, for as long as one attempt takes on this machine. */
async function waitInVain(url: string): Promise<{ error: unknown; timeoutMs: number }> {
  for (let timeoutMs = 100; ; timeoutMs += 311) {
    let attempts = 0;
    const options = { timeoutMs, setting: '--wait (x)', onState: () => (attempts += 1) };
    const error: unknown = await wait(url, options).catch((caught: unknown) => caught);
    if (attempts > 0) return { error, timeoutMs };
  }
}

describe('waitForServer', () => {
  it('waits until a server listens', async () => {
    const port = await closedPort();
    let started: Promise<RawServer> | undefined;
    const states = await wait(`http://127.0.0.1:${port}`, {
      onState: ({ isOver }) => {
        if (!isOver) started ??= listen((_request, socket) => socket.write(LISTED), { port });
      },
    });
    await started;
    expect(states[0]).toMatchObject({ isOver: false, said: 'connection refused' });
    expect(states.at(-1)).toMatchObject({ isOver: true, said: '' });
  });

  it('waits while health, then the list of models, reports that the server loads its model', async () => {
    const responses: Readonly<Record<string, string[]>> = {
      '/health/liveliness': [LOADING, LOADING],
      '/health': [LOADING, response(502, ''), response(200, '{}'), response(404, '')],
      '/v1/models': [LOADING, LISTED],
    };
    const { url } = await listen(({ path }, socket) => {
      socket.write(responses[path]?.shift() ?? response(404, ''));
    });
    const states = await wait(url);
    expect(states.map(({ said }) => said)).toEqual([
      'GET /health returned 503: "Loading model"',
      'GET /health returned 502',
      'GET /v1/models returned 503: "Loading model"',
      '',
    ]);
  });

  it.each([
    ['connections that are reset', ({ destroy }: { destroy: () => void }) => destroy()],
    ['connections that are closed', ({ end }: { end: () => void }) => end()],
  ])('waits through %s', async (_what, drop) => {
    let states = 0;
    const { url } = await listen((_request, socket) => {
      if (states > 0) socket.write(LISTED);
      else drop({ destroy: () => socket.resetAndDestroy(), end: () => socket.end() });
    });
    const all = await wait(url, { onState: () => (states += 1) });
    expect(all).toHaveLength(2);
    expect(all[0]?.said).toMatch(/connection/);
  });

  it.each([
    ['a key that it refuses', response(401, '{"error":"Invalid API key"}')],
    ['a path that it does not have', response(404, '')],
    ['a server error that is not one of loading', response(500, 'Internal Server Error')],
    ['a list without models', response(200, '{"data":[]}')],
  ])('ends immediately on %s', async (_what, listing) => {
    const { url } = await listen(({ path }, socket) => {
      socket.write(path === '/v1/models' ? listing : response(404, ''));
    });
    expect(await wait(url)).toMatchObject([{ isOver: true }]);
  });

  it('ends immediately on an untrusted certificate', async () => {
    const { url } = await listen((_request, socket) => socket.write(LISTED), {
      tls: readCertificate(),
    });
    expect(await wait(url)).toMatchObject([{ isOver: true }]);
  });

  it('needs no list where a model is named and the server reports its health', async () => {
    const { url } = await listen(({ path }, socket) => {
      if (path === '/health') socket.write(response(200, '{}'));
      else if (path === '/v1/models') socket.resetAndDestroy();
      else socket.write(response(404, ''));
    });
    expect(await wait(url, {}, { models: ['m'] })).toMatchObject([{ isOver: true }]);
  });

  it('waits while a name has no address, until its signal ends it with a reason', async () => {
    const ending = new AbortController();
    const reason = new Error('enough');
    const said: string[] = [];
    const waiting = wait('http://no-such-host.invalid:80', {
      signal: ending.signal,
      onState: (state) => {
        said.push(state.said);
        if (said.length === 2) ending.abort(reason);
      },
    });
    await expect(waiting).rejects.toBe(reason);
    expect(said).toEqual(Array(2).fill('no address found for no-such-host.invalid'));
  });

  it('is ended by its signal while a server accepts connections without responding', async () => {
    const ending = new AbortController();
    const { url } = await listen(() => {}, { onConnect: () => ending.abort(died) });
    const died = new TargetDiedError({ atNs: 1, pid: 7, exitCode: 1, signal: null });
    await expect(wait(url, { signal: ending.signal })).rejects.toBe(died);
  });

  it('makes no attempt when its signal is aborted already', async () => {
    const server = await listen((_request, socket) => socket.write(LISTED));
    const reason = new Error('over');
    await expect(wait(server.url, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(server.connectionCount).toBe(0);
  });

  it('reports the last attempt and the setting of the limit after the timeout', async () => {
    const url = `http://127.0.0.1:${await closedPort()}`;
    const { error, timeoutMs } = await waitInVain(url);
    expect(error).toMatchObject({
      code: 'NOT_READY',
      summary: `cannot reach the server at ${url}: connection refused, for ${timeoutMs} ms`,
      help: 'start the server, or check the host and port in --url, or raise --wait (x)',
    });
  });

  it('reports the response of a server that still loads after the timeout', async () => {
    const { url } = await listen((_request, socket) => socket.write(LOADING));
    const { error, timeoutMs } = await waitInVain(url);
    expect(error).toMatchObject({
      code: 'NOT_READY',
      summary: `GET /health returned 503: "Loading model", for ${timeoutMs} ms`,
      help: 'check the server log, or raise --wait (x)',
    });
  });

  it('ends after the timeout while a server accepts connections without responding', async () => {
    const { url } = await listen(() => {});
    await expect(wait(url, { timeoutMs: 100 })).rejects.toMatchObject({
      code: 'NOT_READY',
      summary: `no response from ${url}, for 100 ms`,
    });
  });
});
