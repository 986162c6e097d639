import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TransportOptions } from '../../../src/target/transport/transport.ts';
import {
  chunk,
  CHUNKED_HEAD,
  LAST_CHUNK,
  RawServer,
  response,
  type RawScript,
  type RawServerOptions,
} from '../http/raw-server.ts';
import { readCertificate } from './certificate.ts';
import { optionsFor, SenderRun, useCleanup } from './sender-run.ts';

const onCleanup = useCleanup();

async function listen(script: RawScript, options: RawServerOptions = {}): Promise<RawServer> {
  const server = await RawServer.listen(script, options);
  onCleanup(() => server.close());
  return server;
}

/** What one request to a URL ends with. */
async function attempt(url: string, change: Partial<TransportOptions> = {}): Promise<SenderRun> {
  const made = new SenderRun(optionsFor(url, change));
  onCleanup(() => made.sender.close());
  made.stage({});
  await made.untilOver(1);
  return made;
}

/** A port of this machine where nobody listens. */
async function freePort(): Promise<number> {
  const server = await RawServer.listen(() => {});
  const { port } = server;
  await server.close();
  return port;
}

interface Fault {
  readonly name: string;
  readonly script: RawScript;
  readonly ends: string | RegExp;
  readonly change?: Partial<TransportOptions>;
  readonly listen?: RawServerOptions;
}

const send =
  (...parts: readonly string[]): RawScript =>
  (_request, socket) =>
    socket.write(parts.join(''));

const sendAndEnd =
  (...parts: readonly string[]): RawScript =>
  (_request, socket) =>
    socket.end(parts.join(''));

/** The server's end of its side can overtake its reset. */
const RESET = /^(?:reset|closed-early)$/;

const FAULTS: readonly Fault[] = [
  {
    name: 'a reset before the answer',
    script: (_request, socket) => socket.resetAndDestroy(),
    ends: RESET,
  },
  {
    name: 'a reset in the middle of the answer',
    script: (_request, socket) => {
      socket.write(CHUNKED_HEAD + chunk('one'), () => socket.resetAndDestroy());
    },
    ends: RESET,
  },
  { name: 'a close before the answer', script: sendAndEnd(), ends: 'closed-early' },
  {
    name: 'a close between chunks',
    script: sendAndEnd(CHUNKED_HEAD, chunk('one')),
    ends: 'closed-early',
  },
  {
    name: 'a close inside a chunk',
    script: sendAndEnd(CHUNKED_HEAD, chunk('one').slice(0, -3)),
    ends: 'closed-early',
  },
  {
    name: 'a close before the length is reached',
    script: sendAndEnd(response(200, 'one').slice(0, -1)),
    ends: 'closed-early',
  },
  {
    name: 'a server that never answers',
    script: () => {},
    ends: 'timeout',
    change: { requestTimeoutMs: 50 },
  },
  {
    name: 'a stream that stalls',
    script: send(CHUNKED_HEAD, chunk('one')),
    ends: 'timeout',
    change: { requestTimeoutMs: 50 },
  },
  {
    name: 'headers that never end',
    script: (_request, socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      const timer = setInterval(() => socket.write('X-More: x\r\n'), 1);
      socket.on('close', () => clearInterval(timer));
    },
    ends: 'timeout',
    change: { requestTimeoutMs: 100 },
  },
  {
    name: 'a header bomb',
    script: send('HTTP/1.1 200 OK\r\n', `X-Bomb: ${'x'.repeat(64 * 1024)}\r\n`),
    ends: 'header-too-large',
  },
  {
    name: 'a thousand headers',
    script: send(
      'HTTP/1.1 200 OK\r\n',
      Array.from({ length: 2000 }, (_, index) => `X-${index}: some words\r\n`).join(''),
    ),
    ends: 'header-too-large',
  },
  {
    name: 'a body larger than is taken, by its length',
    script: send('HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n', 'x'.repeat(2 ** 21)),
    ends: 'body-too-large',
  },
  {
    name: 'a body larger than is taken, in chunks',
    script: send(CHUNKED_HEAD, chunk('x'.repeat(2 ** 20)), chunk('x')),
    ends: 'body-too-large',
  },
  {
    name: 'a size of a chunk that is none',
    script: send(CHUNKED_HEAD, 'wat\r\n'),
    ends: 'protocol',
  },
  {
    name: 'a chunk that is longer than its size',
    script: send(CHUNKED_HEAD, '3\r\nfour\r\n', LAST_CHUNK),
    ends: 'protocol',
  },
  { name: 'what is not HTTP', script: send('220 smtp ready\r\n'), ends: 'protocol' },
  {
    name: 'an upgrade that nobody asked for',
    script: send('HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'),
    ends: 'protocol',
  },
];

describe('faults of a server', () => {
  it.each(FAULTS)('tells $name', async ({ script, ends, change = {}, listen: how = {} }) => {
    const server = await listen(script, how);
    const made = await attempt(server.url, change);
    const last = made.of(1).at(-1);
    const failure = last?.kind === 'failed' ? last.failure : undefined;
    expect(failure?.kind).toMatch(ends);
    expect(failure?.message).not.toBe('');
  });

  it('goes on after each of them', async () => {
    const scripts = FAULTS.filter(({ ends }) => ends !== 'timeout').map(({ script }) => script);
    const server = await listen((request, socket) => {
      const script = scripts[server.requests.length - 1];
      if (script === undefined) socket.write(response(200, 'well'));
      else script(request, socket);
    });
    const made = new SenderRun(optionsFor(server.url, { maxConnections: 1 }));
    onCleanup(() => made.sender.close());
    made.stage(...scripts.map(() => ({})), {});
    await made.untilOver(scripts.length + 1);
    expect(made.body(scripts.length + 1)).toBe('well');
  });

  it('still has what came before the fault', async () => {
    const server = await listen(sendAndEnd(CHUNKED_HEAD, chunk('one')));
    const made = await attempt(server.url);
    expect(made.body(1)).toBe('one');
  });

  it('takes a body that ends with the connection when nothing says how long it is', async () => {
    const server = await listen(sendAndEnd('HTTP/1.1 200 OK\r\n\r\n', 'one'));
    const made = await attempt(server.url);
    expect(made.kinds(1).at(-1)).toBe('end');
  });
});

describe('faults on the way', () => {
  it('tells that nobody listens', async () => {
    const made = await attempt(`http://127.0.0.1:${await freePort()}`);
    expect(made.kinds(1)).toEqual(['failed: refused']);
  });

  it('tells that a unix socket is not there', async () => {
    const made = await attempt('unix:/nonexistent/loadcell.sock');
    expect(made.kinds(1)).toEqual(['failed: refused']);
  });

  it('tells that a name has no address', async () => {
    const made = await attempt('http://no-such-host.invalid:80');
    expect(made.kinds(1)).toEqual(['failed: dns']);
  });

  it('tells that a connection did not come up in time, or had no way there', async () => {
    // An address that is for documentation only: nobody answers, or the network says so.
    const made = await attempt('http://192.0.2.1:9', { connectTimeoutMs: 100 });
    expect(made.kinds(1)).toEqual([
      expect.stringMatching(/^failed: (?:connect-timeout|unreachable|refused)$/),
    ]);
  });

  it('tells that https met a port of http', async () => {
    const server = await listen(send(response(200, 'x')), {
      onConnect: (socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'),
    });
    const made = await attempt(server.url.replace('http:', 'https:'));
    expect(made.kinds(1)).toEqual(['failed: tls']);
  });

  it('tells that http met a port of https', async () => {
    const server = await listen(() => {}, { tls: readCertificate() });
    const made = await attempt(server.url.replace('https:', 'http:'));
    expect(made.kinds(1).at(-1)).toMatch(/^failed: (?:protocol|closed-early|reset)$/);
  });

  it('trusts no certificate that it was not told to trust', async () => {
    const certificate = readCertificate();
    const server = await listen(send(response(200, 'x')), { tls: certificate });
    const distrusting = await attempt(server.url);
    expect(distrusting.kinds(1)).toEqual(['failed: tls']);
    const trusting = await attempt(server.url, { certificateAuthorities: [certificate.cert] });
    expect(trusting.kinds(1).at(-1)).toBe('end');
  });

  it('reaches a unix socket', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'loadcell-'));
    onCleanup(() => rm(folder, { recursive: true }));
    const server = await listen(send(response(200, 'x')), { socketPath: join(folder, 's') });
    expect((await attempt(server.url)).kinds(1).at(-1)).toBe('end');
  });

  it('fails to open connections with the reason', async () => {
    const made = new SenderRun(optionsFor(`http://127.0.0.1:${await freePort()}`));
    onCleanup(() => made.sender.close());
    await expect(made.sender.open(2)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});
