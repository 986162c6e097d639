import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { TargetDiedError } from '../../../src/target/errors.ts';
import { RequestError } from '../../../src/target/server/failure/request-error.ts';
import { useCleanup } from '../transport/transport-run.ts';
import { chunk, CHUNKED_HEAD, LAST_CHUNK, RawServer, response } from './raw-server.ts';
import { listenRecorded, RECORDED_MODEL } from './recorded-server.ts';
import { recordedTargets } from './recorded-targets.ts';
import { targetFor } from './target-for.ts';

const onCleanup = useCleanup();
const { recorded, start } = recordedTargets(onCleanup);

const REQUEST = { model: RECORDED_MODEL, prompt: 'north', maxTokens: 6, greedy: true };

const events = (...parts: readonly string[]): string =>
  CHUNKED_HEAD + parts.map((part) => chunk(`data: ${part}\n\n`)).join('') + LAST_CHUNK;

const ONE = '{"choices":[{"delta":{"content":"one"}}]}';

describe('requests that fail', () => {
  it.each([
    [
      'http-4xx',
      /returned 404: "model not found"/,
      response(404, '{"error":{"message":"model not found"}}'),
    ],
    ['http-4xx', /400: "Bad"/, response(400, 'Bad')],
    ['http-5xx', /500: "parse error"/, response(500, '{"error":"parse error"}')],
    ['http-5xx', /503/, response(503, '')],
    ['http-other', /302/, response(302, '', { Location: '/elsewhere' })],
    ['error-event', /out of memory/, events(ONE, '{"error":{"message":"out of memory"}}')],
    ['invalid-json', /\{"choices":/, events(ONE, '{"choices":', '[DONE]')],
    ['closed-early', /was cut/, events(ONE)],
    ['no-content', /without any content/, events('{"choices":[]}', '[DONE]')],
    ['no-content', /without any content/, response(200, '')],
    [
      'not-an-api',
      /contains no readable event; it begins with "hello, world"/,
      CHUNKED_HEAD + chunk('hello,\nworld\n') + LAST_CHUNK,
    ],
    [
      'not-an-api',
      /HTML page.*"Sign in".*--url/,
      response(200, '<!DOCTYPE html>\n<title>Sign in</title>', { 'Content-Type': 'text/html' }),
    ],
    ['http-503', /503: "busy".*retry after 2 s/, response(503, 'busy', { 'Retry-After': '2' })],
    ['protocol', /./, 'SSH-2.0-OpenSSH\r\n\r\n'],
  ])('are reported as %s: %s', async (kind, message, bytes) => {
    const server = await recorded({
      '/v1/chat/completions': (_request, socket) => socket.write(bytes),
    });
    const target = await start(server.url);
    const failed = target.generate(REQUEST);
    await expect(failed).rejects.toBeInstanceOf(RequestError);
    await expect(failed).rejects.toMatchObject({
      kind,
      code: kind,
      message: expect.stringMatching(message),
    });
  });

  it('are reported with the Retry-After of the server', async () => {
    const server = await recorded({
      '/v1/chat/completions': (_request, socket) =>
        socket.write(response(429, '{"error":"slow down"}', { 'Retry-After': '7' })),
    });
    const target = await start(server.url);
    await expect(target.generate(REQUEST)).rejects.toMatchObject({
      kind: 'http-429',
      retryAfterMs: 7000,
      message: 'The server returned 429: "slow down". It asks to retry after 7 s.',
    });
  });

  it.each([
    ['', /^Timed out after 300 ms: no response header came\. .*raise target\.requestTimeout\.$/],
    [CHUNKED_HEAD, /a response header came, but no event/],
    [CHUNKED_HEAD + chunk(`data: ${ONE}\n\n`), /the response stopped after 1 event\./],
  ])(
    'by a timeout name the option that bounds them and how far they got',
    async (bytes, message) => {
      const server = await recorded({
        '/v1/chat/completions': (_request, socket) => void socket.write(bytes),
      });
      const target = await start(server.url, { requestTimeoutMs: 300 });
      await expect(target.generate(REQUEST)).rejects.toMatchObject({
        kind: 'timeout',
        message: expect.stringMatching(message),
      });
    },
  );

  it.each([
    [{}, /401: "who\?"\. No key was sent; set LOADCELL_API_KEY/],
    [{ apiKey: 'secret', apiKeyVariable: 'MY_KEY' }, /The key in MY_KEY was sent and refused/],
  ])('without a valid key report which one was sent: %j', async (options, message) => {
    const server = await recorded({
      '/v1/chat/completions': (_request, socket) =>
        void socket.write(response(401, '{"error":{"message":"who?"}}')),
    });
    const target = await start(server.url, options);
    await expect(target.generate(REQUEST)).rejects.toThrow(message);
  });

  it('keep what was received before the failure', async () => {
    const server = await recorded({
      '/v1/chat/completions': (_request, socket) =>
        socket.end(CHUNKED_HEAD + chunk(`data: ${ONE}\n\n`)),
    });
    const target = await start(server.url);
    const error: unknown = await target.generate(REQUEST).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: 'closed-early', request: { response: { text: 'one' } } });
    expect(error instanceof RequestError ? error.request.facts.sentNs : 0).toBeGreaterThan(0);
  });

  it('stop once the server is back, on the same target', async () => {
    const first = await listenRecorded();
    const { port } = first;
    const target = await start(first.url);
    await target.generate(REQUEST);
    await first.close();
    await expect(target.generate(REQUEST)).rejects.toMatchObject({
      kind: expect.stringMatching(/^(?:refused|closed-early|reset)$/),
    });
    await expect(target.generate(REQUEST)).rejects.toMatchObject({ kind: 'refused' });
    const second = await listenRecorded({}, { port });
    onCleanup(() => second.close());
    expect(await target.generate(REQUEST)).toMatchObject({ outputTokens: 6 });
  });

  it('leave the target usable', async () => {
    let isBroken = true;
    const server = await recorded({
      '/v1/chat/completions': (_request, socket) => {
        if (isBroken) socket.resetAndDestroy();
        else socket.write(events(ONE, '[DONE]'));
      },
    });
    const target = await start(server.url);
    const context = await target.openContext(RECORDED_MODEL);
    await expect(target.generate({ ...REQUEST, context })).rejects.toBeInstanceOf(RequestError);
    isBroken = false;
    expect(await target.generate({ ...REQUEST, context })).toMatchObject({ text: 'one' });
    expect(JSON.parse(server.requests.at(-1)?.body ?? '').messages).toHaveLength(1);
  });
});

describe('starting', () => {
  it('waits for a server that is still loading its model', async () => {
    let asked = 0;
    const server = await recorded({
      '/health': (_request, socket) => {
        asked += 1;
        socket.write(asked < 3 ? response(503, '{"error":"Loading model"}') : response(200, ''));
      },
    });
    await start(server.url);
    expect(asked).toBe(3);
  });

  it('fails after the timeout', async () => {
    const server = await recorded({
      '/health': (_request, socket) => socket.write(response(503, '{"error":"Loading model"}')),
    });
    await expect(start(server.url, { requestTimeoutMs: 1000 })).rejects.toMatchObject({
      code: 'NOT_READY',
      message: expect.stringContaining('Loading model'),
    });
  });

  it('stops waiting when it is canceled, or stopped', async () => {
    const server = await recorded({
      '/health': (_request, socket) => socket.write(response(503, '')),
    });
    const abort = new AbortController();
    const cancelled = targetFor(server.url).start(abort.signal);
    const stopped = targetFor(server.url);
    const stopping = stopped.start();
    stopping.catch(() => {});
    abort.abort(new Error('enough'));
    await expect(cancelled).rejects.toMatchObject({
      name: 'AbortError',
      cause: { message: 'enough' },
    });
    await stopped.stop();
    await expect(stopping).rejects.toMatchObject({ code: 'TARGET_STOPPED' });
  });

  it('reports that the server cannot be reached, the URL, and what to do', async () => {
    const server = await RawServer.listen(() => {});
    const { url } = server;
    await server.close();
    await expect(start(url)).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringMatching(/127\.0\.0\.1.*connection refused\. Start the server/),
    });
  });

  it('accepts any model where the server lists none', async () => {
    const server = await recorded({ '/v1/models': null });
    const target = await start(server.url, { models: ['m'] });
    expect(target.description.models).toEqual(['m']);
  });

  it('rejects a PID without a process', async () => {
    const server = await recorded();
    await expect(start(server.url, { pid: 2 ** 22 + 1 })).rejects.toMatchObject({
      code: 'CONFIG',
      summary: `no process has PID ${2 ** 22 + 1}`,
    });
  });
});

/** A server in its own process. */
async function spawnServer(): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const script = `
    const bodies = { '/v1/models': '{"data":[{"id":"m"}]}' };
    require('node:http').createServer((request, response) => {
      const body = bodies[request.url];
      if (request.url === '/v1/chat/completions') return;
      response.writeHead(body === undefined ? 404 : 200).end(body);
    }).listen(0, '127.0.0.1', function () { console.log(this.address().port); });
  `;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  onCleanup(async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  });
  const [port] = await once(child.stdout, 'data');
  return { child, url: `http://127.0.0.1:${String(port).trim()}` };
}

describe('the process of a server', () => {
  it('is found by its port, watched, and not signaled', async () => {
    const { child, url } = await spawnServer();
    const target = await start(url, { pid: 'auto' });
    expect(target.pid).toBe(child.pid);
    await target.stop();
    expect(child.exitCode).toBeNull();
    expect(child.signalCode).toBeNull();
  });

  it('fails requests in flight and later ones when it dies', async () => {
    const { child, url } = await spawnServer();
    const target = await start(url, { pid: 'auto' });
    const request = { ...REQUEST, model: 'm' };
    const failed = Promise.allSettled([target.generate(request), target.generate(request)]);
    child.kill('SIGKILL');
    const exit = await target.exited;
    expect(exit).toMatchObject({ pid: child.pid, exitCode: null, signal: null });
    for (const outcome of await failed) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(TargetDiedError) });
    }
    await expect(target.generate(request)).rejects.toBeInstanceOf(TargetDiedError);
    await expect(target.load('m')).rejects.toThrow(/exited with unknown status/);
  });

  it('is unknown without a PID, which is a limitation', async () => {
    const target = await start((await recorded()).url);
    expect(target.pid).toBeUndefined();
    const [limitation] = target.limitations.filter(({ ability }) => ability === 'show-process');
    expect(limitation?.metrics).toContain('memoryUsage');
    expect(limitation?.reason).toMatch(/--pid/);
  });
});
