import { describe, expect, it } from 'vitest';
import { nowNs } from '../../../src/stream/clock.ts';
import { chunk, CHUNKED_HEAD, LAST_CHUNK, RawServer, response } from '../http/raw-server.ts';
import type { RawScript, RawServerOptions } from '../http/raw-server.ts';
import { optionsFor, SenderRun, useCleanup } from './sender-run.ts';

const onCleanup = useCleanup();

async function listen(script: RawScript, options: RawServerOptions = {}): Promise<RawServer> {
  const server = await RawServer.listen(script, options);
  onCleanup(() => server.close());
  return server;
}

function run(
  server: RawServer,
  change: Parameters<typeof optionsFor>[1] = {},
  acknowledges = true,
): SenderRun {
  const made = new SenderRun(optionsFor(server.url, change), acknowledges);
  onCleanup(() => made.sender.close());
  return made;
}

describe('sending', () => {
  it('stamps what happens to a request in order, on the clock of this process', async () => {
    const server = await listen((_request, socket) => {
      socket.write(CHUNKED_HEAD);
      socket.write(chunk('one'), () => socket.write(chunk('two') + LAST_CHUNK));
    });
    const made = run(server);
    const beforeNs = nowNs();
    made.stage({});
    await made.untilOver(1);
    const kinds = made.kinds(1).filter((kind) => kind !== 'body');
    expect(kinds).toEqual(['connected', 'sent', 'head', 'end']);
    expect(made.body(1)).toBe('onetwo');
    const stampsNs = [beforeNs, ...made.of(1).map(({ atNs }) => atNs), nowNs()];
    expect(stampsNs).toEqual(stampsNs.toSorted((a, b) => a - b));
  });

  it('hands on the status and the headers that matter', async () => {
    const server = await listen((_request, socket) =>
      socket.write(response(429, 'no', { 'Retry-After': '7', 'X-Other': 'x', Server: 's' })),
    );
    const made = run(server);
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

  it('sends the bytes of the request as they are', async () => {
    const server = await listen((_request, socket) => socket.write(response(200, '')));
    const made = run(server);
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

  it('never sends before its time, and in the order of the times', async () => {
    const server = await listen((_request, socket) => socket.write(response(200, '')));
    const made = run(server);
    const beginNs = nowNs();
    const dueNs = [30e6, 10e6, 20e6].map((offsetNs) => beginNs + offsetNs);
    made.stage(...dueNs.map((due) => ({ dueNs: due })));
    await made.untilOver(3);
    for (const [index, due] of dueNs.entries()) {
      expect(made.atNs(index + 1, 'sent')).toBeGreaterThanOrEqual(due);
    }
    const order = made.records.filter(({ kind }) => kind === 'sent').map(({ id }) => id);
    expect(order).toEqual([2, 3, 1]);
  });

  it('takes requests that are handed over while it waits for later ones', async () => {
    const server = await listen((_request, socket) => socket.write(response(200, '')));
    const made = run(server);
    made.stage({ id: 1, dueNs: nowNs() + 60_000e6 });
    made.stage({ id: 2 });
    await made.untilOver(1);
    expect(made.kinds(2)).toContain('end');
    expect(made.of(1)).toEqual([]);
  });

  it('has no more requests under way than connections; others wait and go in turn', async () => {
    const waiting: (() => void)[] = [];
    const server = await listen((_request, socket) =>
      waiting.push(() => socket.write(response(200, ''))),
    );
    const made = run(server, { maxConnections: 2 });
    made.stage({}, {}, {});
    await made.until((records) => records.filter(({ kind }) => kind === 'sent').length === 2);
    while (waiting.length < 2) await new Promise(setImmediate);
    expect(made.of(3)).toEqual([]);
    waiting[0]?.();
    await made.until(() => made.kinds(3).includes('sent'));
    expect(made.atNs(3, 'sent')).toBeGreaterThanOrEqual(
      Math.min(...[1, 2].map((id) => made.atNs(id, 'end')).filter((ns) => !Number.isNaN(ns))),
    );
    while (waiting.length < 3) await new Promise(setImmediate);
    for (const answer of waiting.slice(1)) answer();
    await made.untilOver(3);
    expect(server.connectionCount).toBe(2);
  });

  it('uses connections that were opened beforehand, and says which were not', async () => {
    const server = await listen((_request, socket) => socket.write(response(200, '')));
    const made = run(server);
    await made.sender.open(2);
    made.stage({}, {}, {});
    await made.untilOver(3);
    expect(server.connectionCount).toBe(3);
    expect(made.sender.account()).toMatchObject({
      connectionsOpenedBefore: 2,
      connectionsOpenedDuring: 1,
    });
    const connected = [1, 2, 3].filter((id) => made.kinds(id).includes('connected'));
    expect(connected).toHaveLength(1);
  });

  it('opens a connection again that the server closed after an answer', async () => {
    const server = await listen((_request, socket) =>
      socket.end(response(200, 'x', { Connection: 'close' })),
    );
    const made = run(server, { maxConnections: 1 });
    made.stage({}, {});
    await made.untilOver(2);
    expect(made.kinds(2).at(-1)).toBe('end');
    expect(server.connectionCount).toBe(2);
  });

  it('leaves out heads of 1xx', async () => {
    const server = await listen((_request, socket) =>
      socket.write(`HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n${response(200, 'x')}`),
    );
    const made = run(server);
    made.stage({});
    await made.untilOver(1);
    expect(made.kinds(1)).toEqual(['connected', 'sent', 'head', 'body', 'end']);
  });

  it('takes back what waits and what is under way, and ends each with a record', async () => {
    const server = await listen(() => {});
    const made = run(server);
    made.stage({ id: 1 }, { id: 2, dueNs: nowNs() + 60_000e6 }, { id: 3 });
    await made.until(() => made.kinds(1).includes('sent') && made.kinds(3).includes('sent'));
    made.sender.cancel([1, 2]);
    await made.untilOver(2);
    expect(made.kinds(1).at(-1)).toBe('failed: cancelled');
    expect(made.kinds(2)).toEqual(['failed: cancelled']);
    expect(made.kinds(3).at(-1)).toBe('sent');
    made.sender.cancel('all');
    await made.untilOver(3);
  });

  it('stops reading while nobody takes records, and marks the stamps that this held up', async () => {
    const megabyte = 'x'.repeat(2 ** 20);
    const server = await listen((_request, socket) => {
      socket.write(CHUNKED_HEAD);
      for (let count = 0; count < 48; count += 1) socket.write(chunk(megabyte));
      socket.write(LAST_CHUNK);
    });
    const made = run(server, { maxBodyBytes: 64 * 2 ** 20 }, false);
    made.stage({});
    const taken = (): number =>
      made.records.reduce(
        (sum, record) => sum + (record.kind === 'body' ? record.bytes.byteLength : 0),
        0,
      );
    await made.until(() => taken() > 32 * 2 ** 20);
    const heldBytes = taken();
    expect(heldBytes).toBeLessThan(48 * 2 ** 20);
    made.sender.acknowledge(heldBytes);
    await made.untilOver(1);
    expect(taken()).toBe(48 * 2 ** 20);
    expect(made.sender.account().delayedReads).toBeGreaterThan(0);
  });
});
