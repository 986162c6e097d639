import { describe, expect, it, vi } from 'vitest';
import { nowNs } from '../../../../src/stream/clock.ts';
import type { TransportFactory } from '../../../../src/target/transport/transport.ts';
import { PATIENCE_MS } from '../../../patience.ts';
import {
  chunk,
  CHUNKED_HEAD,
  LAST_CHUNK,
  RawServer,
  response,
  type RawScript,
} from '../../server/raw-server.ts';
import { optionsFor, TransportRun, useCleanup } from '../transport-run.ts';

/** Requests and their records. */
export function describeSending(make: TransportFactory): void {
  const onCleanup = useCleanup();

  async function listen(script: RawScript): Promise<RawServer> {
    const server = await RawServer.listen(script);
    onCleanup(() => server.close());
    return server;
  }

  async function open(
    server: RawServer,
    change: Parameters<typeof optionsFor>[1] = {},
    connections = 0,
  ): Promise<TransportRun> {
    const made = new TransportRun(make, optionsFor(server.url, change));
    onCleanup(() => made.transport.close());
    await made.transport.open(connections);
    return made;
  }

  describe('sending', () => {
    it('records the events of a request in order, on the clock of this process', async () => {
      const server = await listen((_request, socket) => {
        socket.write(CHUNKED_HEAD);
        socket.write(chunk('one'), () => socket.write(chunk('two') + LAST_CHUNK));
      });
      const made = await open(server);
      const beforeNs = nowNs();
      made.stage({});
      await made.untilOver(1);
      const kinds = made.kinds(1).filter((kind) => kind !== 'body');
      expect(kinds).toEqual(['begun', 'connected', 'sent', 'head', 'end']);
      expect(made.body(1)).toBe('onetwo');
      const stampsNs = [beforeNs, ...made.of(1).map(({ atNs }) => atNs), nowNs()];
      expect(stampsNs).toEqual(stampsNs.toSorted((a, b) => a - b));
    });

    it('passes on the status and the relevant headers', async () => {
      const server = await listen((_request, socket) =>
        socket.write(response(429, 'no', { 'Retry-After': '7', 'X-Other': 'x', Server: 's' })),
      );
      const made = await open(server);
      made.stage({});
      await made.untilOver(1);
      expect(made.of(1).find(({ kind }) => kind === 'head')).toMatchObject({
        status: 429,
        headers: new Map([
          ['retry-after', '7'],
          ['server', 's'],
        ]),
      });
    });

    it('sends the bytes of the request unchanged', async () => {
      const server = await listen((_request, socket) => socket.write(response(200, '')));
      const made = await open(server);
      const headers = [
        ['Host', 'elsewhere:1'],
        ['Content-Type', 'application/json'],
        ['Content-Length', '3'],
      ] as const;
      made.stage({ request: { method: 'POST', path: '/a?b=c', headers, body: Buffer.from('{ü') } });
      await made.untilOver(1);
      expect(server.requests).toMatchObject([{ method: 'POST', path: '/a?b=c', body: '{ü' }]);
      expect(server.requests[0]?.headers.get('host')).toBe('elsewhere:1');
      expect(server.requests[0]?.headers.get('content-length')).toBe('3');
    });

    it('never sends before the scheduled start, and sends in chronological order', async () => {
      const server = await listen((_request, socket) => socket.write(response(200, '')));
      const made = await open(server, { maxConcurrency: 1 });
      const beginNs = nowNs();
      const scheduledNs = [30e6, 10e6, 20e6].map((offsetNs) => beginNs + offsetNs);
      made.stage(...scheduledNs.map((due) => ({ scheduledNs: due })));
      await made.untilOver(3);
      for (const [index, due] of scheduledNs.entries()) {
        expect(made.atNs(index + 1, 'sent')).toBeGreaterThanOrEqual(due);
      }
      const order = made.records.filter(({ kind }) => kind === 'sent').map(({ id }) => id);
      expect(order).toEqual([2, 3, 1]);
    });

    it('sends requests without scheduled start in turn, as soon as a connection is free', async () => {
      const server = await listen((_request, socket) => socket.write(response(200, '')));
      const made = await open(server, { maxConcurrency: 1 });
      made.stage(
        { scheduledNs: Number.NaN },
        { scheduledNs: Number.NaN },
        { scheduledNs: Number.NaN },
      );
      await made.untilOver(3);
      const order = made.records.filter(({ kind }) => kind === 'sent').map(({ id }) => id);
      expect(order).toEqual([1, 2, 3]);
    });

    it('accepts requests staged while it waits for later ones', async () => {
      const server = await listen((_request, socket) => socket.write(response(200, '')));
      const made = await open(server);
      made.stage({ id: 1, scheduledNs: nowNs() + 60_000e6 });
      made.stage({ id: 2 });
      await made.untilOver(1);
      expect(made.kinds(2)).toContain('end');
      expect(made.of(1)).toEqual([]);
    });

    it('has no more requests in flight than connections; others wait in turn', async () => {
      const waiting: (() => void)[] = [];
      const server = await listen((_request, socket) =>
        waiting.push(() => socket.write(response(200, ''))),
      );
      const made = await open(server, { maxConcurrency: 2 });
      made.stage({}, {}, {});
      await made.until((records) => records.filter(({ kind }) => kind === 'sent').length === 2);
      await vi.waitUntil(() => waiting.length >= 2, PATIENCE_MS);
      expect(made.of(3)).toEqual([]);
      waiting[0]?.();
      await made.until(() => made.kinds(3).includes('sent'));
      expect(made.atNs(3, 'sent')).toBeGreaterThanOrEqual(
        Math.min(...[1, 2].map((id) => made.atNs(id, 'end')).filter((ns) => !Number.isNaN(ns))),
      );
      await vi.waitUntil(() => waiting.length >= 3, PATIENCE_MS);
      for (const answer of waiting.slice(1)) answer();
      await made.untilOver(3);
      expect(server.connectionCount).toBe(2);
    });

    it('uses connections opened in advance, and reports which were not', async () => {
      const server = await listen((_request, socket) => socket.write(response(200, '')));
      const made = await open(server, {}, 2);
      made.stage({}, {}, {});
      await made.untilOver(3);
      expect(server.connectionCount).toBe(3);
      expect(await made.transport.account()).toMatchObject({
        connectionsOpenedBefore: 2,
        connectionsOpenedDuring: 1,
      });
      const connected = [1, 2, 3].filter((id) => made.kinds(id).includes('connected'));
      expect(connected).toHaveLength(1);
    });

    it('reopens a connection that the server closed after a response', async () => {
      const server = await listen((_request, socket) =>
        socket.end(response(200, 'x', { Connection: 'close' })),
      );
      const made = await open(server, { maxConcurrency: 1 });
      made.stage({}, {});
      await made.untilOver(2);
      expect(made.kinds(2).at(-1)).toBe('end');
      expect(server.connectionCount).toBe(2);
    });

    it('omits 1xx response headers', async () => {
      const server = await listen((_request, socket) =>
        socket.write(`HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n${response(200, 'x')}`),
      );
      const made = await open(server);
      made.stage({});
      await made.untilOver(1);
      expect(made.kinds(1)).toEqual(['begun', 'connected', 'sent', 'head', 'body', 'end']);
    });

    it('cancels requests in flight and waiting, and ends each with a record', async () => {
      const server = await listen(() => {});
      const made = await open(server);
      made.stage({ id: 1 }, { id: 2, scheduledNs: nowNs() + 60_000e6 }, { id: 3 });
      await made.until(() => made.kinds(1).includes('sent') && made.kinds(3).includes('sent'));
      made.transport.cancel([1]);
      await made.untilOver(1);
      expect(made.kinds(1).at(-1)).toBe('failed: cancelled');
      expect(made.kinds(3).at(-1)).toBe('sent');
      made.transport.cancel('all');
      await made.untilOver(3);
      expect(made.kinds(2)).toEqual(['failed: cancelled']);
      expect(made.kinds(3).at(-1)).toBe('failed: cancelled');
    });

    it('drops unsent requests when sending ends, and lets the rest continue', async () => {
      const waiting: (() => void)[] = [];
      const server = await listen((_request, socket) =>
        waiting.push(() => socket.write(response(200, 'x'))),
      );
      const made = await open(server, { maxConcurrency: 1 });
      made.stage({ id: 1 }, { id: 2 }, { id: 3, scheduledNs: nowNs() + 60_000e6 });
      await made.until(() => made.kinds(1).includes('sent'));
      made.transport.endSending();
      await made.untilOver(2);
      expect([made.kinds(2), made.kinds(3)]).toEqual([['failed: dropped'], ['failed: dropped']]);
      await vi.waitUntil(() => waiting.length >= 1, PATIENCE_MS);
      waiting[0]?.();
      await made.untilOver(3);
      expect(made.kinds(1).at(-1)).toBe('end');
    });

    it('drops requests staged after sending has ended', async () => {
      const server = await listen(() => {});
      const made = await open(server);
      made.transport.endSending();
      made.stage({ id: 1 });
      await made.untilOver(1);
      expect(made.kinds(1)).toEqual(['failed: dropped']);
    });

    it('ends requests in flight when closed, and accepts no more', async () => {
      const server = await listen(() => {});
      const made = await open(server);
      made.stage({});
      await made.until(() => made.kinds(1).includes('sent'));
      await made.transport.close();
      await made.transport.close();
      expect(made.kinds(1).at(-1)).toBe('failed: cancelled');
      expect(() => made.stage({ id: 2 })).toThrow(/closed/);
    });

    it('can be closed before any use', async () => {
      const made = new TransportRun(make, optionsFor('http://127.0.0.1:1'));
      await expect(made.transport.close()).resolves.toBeUndefined();
    });
  });
}
