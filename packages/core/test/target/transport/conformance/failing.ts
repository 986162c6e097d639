import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type {
  TransportFactory,
  TransportOptions,
} from '../../../../src/target/transport/transport.ts';
import { TransportError } from '../../../../src/target/transport/transport-error.ts';
import {
  chunk,
  CHUNKED_HEAD,
  RawServer,
  response,
  type RawScript,
  type RawServerOptions,
} from '../../server/raw-server.ts';
import { readCertificate } from '../certificate.ts';
import { optionsFor, TransportRun, useCleanup } from '../transport-run.ts';
import { FAULTS } from './faults.ts';

const send =
  (...parts: readonly string[]): RawScript =>
  (_request, socket) =>
    socket.write(parts.join(''));

const sendAndEnd =
  (...parts: readonly string[]): RawScript =>
  (_request, socket) =>
    socket.end(parts.join(''));

/** A local port on which nothing listens. */
async function freePort(): Promise<number> {
  const server = await RawServer.listen(() => {});
  const { port } = server;
  await server.close();
  return port;
}

/** The failure kind of everything that can go wrong. */
export function describeFaults(make: TransportFactory): void {
  const onCleanup = useCleanup();

  async function listen(script: RawScript, options: RawServerOptions = {}): Promise<RawServer> {
    const server = await RawServer.listen(script, options);
    onCleanup(() => server.close());
    return server;
  }

  /** Sends one request to a URL and waits for its end. */
  async function attempt(
    url: string,
    change: Partial<TransportOptions> = {},
  ): Promise<TransportRun> {
    const made = new TransportRun(make, optionsFor(url, change));
    onCleanup(() => made.transport.close());
    try {
      await made.transport.open(0);
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      const { kind, message } = error;
      made.records.push({ kind: 'failed', id: 1, atNs: Number.NaN, failure: { kind, message } });
      return made;
    }
    made.stage({});
    await made.untilOver(1);
    return made;
  }

  describe('faults of a server', () => {
    it.each(FAULTS)('reports $name', async ({ script, ends, change = {} }) => {
      const server = await listen(script);
      const made = await attempt(server.url, change);
      const last = made.of(1).at(-1);
      const failure = last?.kind === 'failed' ? last.failure : undefined;
      expect(failure?.kind).toMatch(ends);
      expect(failure?.message).not.toBe('');
    });

    it('continues after each fault', async () => {
      const scripts = FAULTS.filter(({ ends }) => ends !== 'timeout').map(({ script }) => script);
      const server = await listen((request, socket) => {
        const script = scripts[server.requests.length - 1];
        if (script === undefined) socket.write(response(200, 'well'));
        else script(request, socket);
      });
      const made = new TransportRun(make, optionsFor(server.url, { maxConcurrency: 1 }));
      onCleanup(() => made.transport.close());
      await made.transport.open(0);
      made.stage(...scripts.map(() => ({})), {});
      await made.untilOver(scripts.length + 1);
      expect(made.body(scripts.length + 1)).toBe('well');
    });

    it('keeps data received before the fault', async () => {
      const server = await listen(sendAndEnd(CHUNKED_HEAD, chunk('one')));
      const made = await attempt(server.url);
      expect(made.body(1)).toBe('one');
    });

    it('accepts a body without length that ends with the connection', async () => {
      const server = await listen(sendAndEnd('HTTP/1.1 200 OK\r\n\r\n', 'one'));
      const made = await attempt(server.url);
      expect(made.kinds(1).at(-1)).toBe('end');
    });
  });

  describe('faults of the network', () => {
    it('reports that nothing listens', async () => {
      const made = await attempt(`http://127.0.0.1:${await freePort()}`);
      expect(made.kinds(1)).toEqual(['failed: refused']);
    });

    it('reports that a name has no address', async () => {
      const made = await attempt('http://no-such-host.invalid:80');
      expect(made.kinds(1)).toEqual(['failed: dns']);
    });

    it('reports that a connection timed out or has no route', async () => {
      // A documentation-only address: there is no answer, or the network reports an error.
      const made = await attempt('http://192.0.2.1:9', { connectTimeoutMs: 100 });
      expect(made.kinds(1)).toEqual([
        expect.stringMatching(/^failed: (?:connect-timeout|unreachable|refused)$/),
      ]);
    });

    it('reports http to an https port', async () => {
      const server = await listen(() => {}, { tls: readCertificate() });
      const made = await attempt(server.url.replace('https:', 'http:'));
      expect(made.kinds(1).at(-1)).toMatch(/^failed: (?:protocol|closed-early|reset)$/);
    });

    it('connects to a Unix socket', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'loadcell-'));
      onCleanup(() => rm(folder, { recursive: true }));
      const server = await listen(send(response(200, 'x')), { socketPath: join(folder, 's') });
      expect((await attempt(server.url)).kinds(1).at(-1)).toBe('end');
    });

    it('reports a missing Unix socket', async () => {
      await expect(attempt('unix:/nonexistent/loadcell.sock')).resolves.toSatisfy(
        (made: TransportRun) => made.kinds(1)[0] === 'failed: refused',
      );
    });

    it('rejects with the failure kind when no connection opens', async () => {
      const made = new TransportRun(make, optionsFor(`http://127.0.0.1:${await freePort()}`));
      onCleanup(() => made.transport.close());
      await expect(made.transport.open(2)).rejects.toMatchObject({ code: 'refused' });
    });

    it('stops opening connections when canceled', async () => {
      const made = new TransportRun(make, optionsFor('http://192.0.2.1:9'));
      onCleanup(() => made.transport.close());
      const abort = new AbortController();
      const opened = made.transport.open(1, abort.signal);
      abort.abort(new Error('enough'));
      await expect(opened).rejects.toThrow('enough');
    });
  });
}
