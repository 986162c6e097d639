import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { TransportFactory } from '../../../../src/target/transport/transport.ts';
import {
  chunk,
  CHUNKED_HEAD,
  LAST_CHUNK,
  RawServer,
  response,
  type RawScript,
} from '../../server/raw-server.ts';
import { optionsFor, TransportRun, useCleanup } from '../transport-run.ts';

/** Answers the first request of the first connection, then ends that connection; answers all others. */
function staleAfterOne(end: (socket: Socket) => void): RawScript {
  let first: Socket | undefined;
  let count = 0;
  return (_request, socket) => {
    first ??= socket;
    if (socket === first) count += 1;
    if (socket === first && count > 1) end(socket);
    else socket.write(response(200, 'ok'));
  };
}

/** Connections after their first response. */
export function describeReuse(make: TransportFactory): void {
  const onCleanup = useCleanup();

  async function open(
    script: RawScript,
    change: Parameters<typeof optionsFor>[1] = {},
    connections = 0,
  ): Promise<{ made: TransportRun; server: RawServer }> {
    const server = await RawServer.listen(script);
    onCleanup(() => server.close());
    const made = new TransportRun(make, optionsFor(server.url, change));
    onCleanup(() => made.transport.close());
    await made.transport.open(connections);
    return { made, server };
  }

  describe('a connection that the server ends during a request', () => {
    it.each<[string, (socket: Socket) => void]>([
      ['ends', (socket) => socket.end()],
      ['resets', (socket) => socket.resetAndDestroy()],
    ])('is replaced and the request resent when it %s', async (_name, end) => {
      const { made, server } = await open(staleAfterOne(end), { maxConcurrency: 1 });
      made.stage({ id: 1, scheduledNs: Number.NaN }, { id: 2, scheduledNs: Number.NaN });
      await made.untilOver(2);
      expect(made.kinds(2)).toEqual(['begun', 'sent', 'resent', 'head', 'body', 'end']);
      expect(server.connectionCount).toBe(2);
      expect(await made.transport.account()).toMatchObject({ resends: 1, freshConnections: 1 });
    });

    it('keeps the time of the first send', async () => {
      const { made } = await open(
        staleAfterOne((socket) => socket.end()),
        { maxConcurrency: 1 },
      );
      made.stage({ id: 1, scheduledNs: Number.NaN }, { id: 2, scheduledNs: Number.NaN });
      await made.untilOver(2);
      const sent = made.of(2).filter(({ kind }) => kind === 'sent');
      expect(sent).toHaveLength(1);
      expect(made.atNs(2, 'sent')).toBeLessThanOrEqual(made.atNs(2, 'resent'));
    });

    it('fails the request when the fresh connection also ends', async () => {
      let answered = 0;
      const { made, server } = await open(
        (_request, socket) => {
          answered += 1;
          if (answered === 1) socket.write(response(200, 'ok'));
          else socket.end();
        },
        { maxConcurrency: 1 },
      );
      made.stage({ id: 1, scheduledNs: Number.NaN }, { id: 2, scheduledNs: Number.NaN });
      await made.untilOver(2);
      expect(made.kinds(2)).toEqual(['begun', 'sent', 'resent', 'failed: closed-early']);
      expect(server.connectionCount).toBe(2);
    });

    it('fails the request for which it was opened', async () => {
      const { made, server } = await open((_request, socket) => socket.end());
      made.stage({ id: 1 });
      await made.untilOver(1);
      expect(made.kinds(1)).toEqual(['begun', 'connected', 'sent', 'failed: closed-early']);
      expect(server.connectionCount).toBe(1);
    });

    it('fails the request whose response has begun', async () => {
      const { made } = await open(
        staleAfterOne((socket) => socket.end('HTTP/1.1 200 OK\r\n')),
        { maxConcurrency: 1 },
      );
      made.stage({ id: 1, scheduledNs: Number.NaN }, { id: 2, scheduledNs: Number.NaN });
      await made.untilOver(2);
      expect(made.kinds(2)).toEqual(['begun', 'sent', 'failed: closed-early']);
    });
  });

  describe('connections of a server that closes after each response', () => {
    it('fail no request, and are not reused once the habit is known', async () => {
      const count = 300;
      const concurrency = 4;
      const { made } = await open(
        (_request, socket) => {
          socket.write(
            `HTTP/1.1 200 OK\r\nKeep-Alive: timeout=5, max=100\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n`,
          );
          socket.write(chunk('data: [DONE]\n\n') + LAST_CHUNK, () => socket.end());
        },
        { maxConcurrency: concurrency },
        concurrency,
      );
      made.stage(...Array.from({ length: count }, () => ({ scheduledNs: Number.NaN })));
      await made.untilOver(count);
      expect(made.records.filter(({ kind }) => kind === 'failed')).toEqual([]);
      const { resends } = await made.transport.account();
      expect(resends).toBeLessThanOrEqual(2 * concurrency);
    });

    it('carry one request each when configured', async () => {
      const { made, server } = await open(
        (_request, socket) => socket.write(response(200, 'ok')),
        { maxConcurrency: 2, reusesConnections: false },
        1,
      );
      made.stage(...Array.from({ length: 6 }, () => ({ scheduledNs: Number.NaN })));
      await made.untilOver(6);
      expect(made.records.filter(({ kind }) => kind === 'failed')).toEqual([]);
      expect(server.connectionCount).toBe(6);
      expect(await made.transport.account()).toMatchObject({
        connectionsOpenedDuring: 5,
        freshConnections: 5,
        resends: 0,
      });
    });
  });

  describe('a response that is over by its content', () => {
    it('ends when its reader finishes it, and frees its slot', async () => {
      const { made } = await open(
        (_request, socket) => socket.write(CHUNKED_HEAD + chunk('data: [DONE]\n\n')),
        { maxConcurrency: 1 },
      );
      for (const id of [1, 2]) {
        made.stage({ id });
        await made.until(() => made.kinds(id).includes('body'));
        made.transport.finish([id]);
        await made.untilOver(id);
        expect(made.kinds(id).at(-1)).toBe('end');
      }
    });

    it('is ignored for an ended or unknown request', async () => {
      const { made } = await open((_request, socket) => socket.write(response(200, 'ok')));
      made.stage({ id: 1 });
      await made.untilOver(1);
      made.transport.finish([1, 7]);
      made.stage({ id: 2 });
      await made.untilOver(2);
      expect(made.kinds(1).filter((kind) => kind === 'end')).toHaveLength(1);
      expect(made.kinds(2).at(-1)).toBe('end');
    });
  });

  describe('idle connections', () => {
    it('are closed on request and opened again', async () => {
      const { made, server } = await open(
        (_request, socket) => socket.write(response(200, 'ok')),
        {},
        2,
      );
      made.transport.closeIdle();
      made.stage({ id: 1 });
      await made.untilOver(1);
      expect(server.connectionCount).toBe(3);
      expect(await made.transport.account()).toMatchObject({ connectionsOpenedDuring: 1 });
    });
  });

  describe('a limit of the client', () => {
    it('is reported when scheduled requests wait for it', async () => {
      const { made } = await open((_request, socket) => socket.write(response(200, 'ok')), {
        maxConcurrency: 1,
      });
      made.stage({}, {}, {});
      await made.untilOver(3);
      const { limit } = await made.transport.account();
      expect(limit).toMatchObject({ cause: 'maxConcurrency', requests: 2, connections: 1 });
      expect(limit.longestWaitMs).toBeGreaterThan(0);
    });

    it('is not reported for the concurrency of a closed loop', async () => {
      const { made } = await open((_request, socket) => socket.write(response(200, 'ok')), {
        maxConcurrency: 1,
      });
      made.stage(
        { scheduledNs: Number.NaN },
        { scheduledNs: Number.NaN },
        { scheduledNs: Number.NaN },
      );
      await made.untilOver(3);
      expect(await made.transport.account()).toMatchObject({ limit: { cause: 'none' } });
    });
  });
}
