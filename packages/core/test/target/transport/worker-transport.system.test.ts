import { createMockServer } from '@loadcell/native';
import { describe, expect, it } from 'vitest';
import { nowNs } from '../../../src/stream/clock.ts';
import { WorkerTransport } from '../../../src/target/transport/undici/worker-transport.ts';
import {
  RawServer,
  response,
  type RawScript,
  type RawServerOptions,
} from '../server/raw-server.ts';
import { PATIENCE_MS } from '../../patience.ts';
import { readCertificate } from './certificate.ts';
import { GET, optionsFor, TransportRun, useCleanup } from './transport-run.ts';

const onCleanup = useCleanup();

/** A request that the mock server answers and counts. */
const ANSWERED = {
  ...GET,
  method: 'POST' as const,
  path: '/v1/completions',
  headers: [['Host', '127.0.0.1'] as const, ['Content-Length', '14'] as const],
  body: Buffer.from('{"prompt":"x"}'),
};

async function listen(script: RawScript, options: RawServerOptions = {}): Promise<RawServer> {
  const server = await RawServer.listen(script, options);
  onCleanup(() => server.close());
  return server;
}

async function open(
  url: string,
  change: Parameters<typeof optionsFor>[1] = {},
): Promise<TransportRun> {
  const made = new TransportRun(
    (options, listener) => new WorkerTransport(options, listener),
    optionsFor(url, change),
  );
  onCleanup(() => made.transport.close());
  await made.transport.open(1);
  return made;
}

describe('undici in a worker thread', () => {
  it('returns timestamped records over https, on the clock of this process', async () => {
    const certificate = readCertificate();
    const server = await listen((_request, socket) => socket.write(response(200, 'well')), {
      tls: certificate,
    });
    const run = await open(server.url, { caCertificates: [certificate.cert] });
    const beforeNs = nowNs();
    run.transport.stage([{ id: 7, scheduledNs: beforeNs, request: GET }]);
    await run.untilOver(1);
    expect(run.records.map(({ kind, id }) => [kind, id])).toEqual(
      ['begun', 'sent', 'head', 'body', 'end'].map((kind) => [kind, 7]),
    );
    const stampsNs = [beforeNs, ...run.records.map(({ atNs }) => atNs), nowNs()];
    expect(stampsNs).toEqual(stampsNs.toSorted((a, b) => a - b));
    const account = await run.transport.account();
    expect(account).toMatchObject({
      clock: 'undici-worker',
      connectionsOpenedBefore: 1,
      connectionsOpenedDuring: 0,
    });
    expect(account.busyRatio).toBeGreaterThanOrEqual(0);
    expect(account.busyRatio).toBeLessThanOrEqual(1);
  });

  it('sends, reads and takes timestamps while this thread is blocked', async () => {
    const server = createMockServer({
      timeToFirstTokenMs: 0,
      interTokenLatencyMs: 0,
      outputTokens: 1,
    });
    onCleanup(() => Promise.resolve(server.stop()));
    const run = await open(server.url, { maxConcurrency: 1 });
    const ids = Array.from({ length: 20 }, (_, index) => index + 1);
    run.transport.stage(ids.map((id) => ({ id, scheduledNs: nowNs(), request: ANSWERED })));
    // On one connection requests run in sequence, with no turn of this thread's event loop until all are answered.
    const hangsAtNs = nowNs() + PATIENCE_MS * 1e6;
    while (server.account().requests < ids.length && nowNs() < hangsAtNs);
    const freeNs = nowNs();
    await run.untilOver(ids.length);
    expect(run.records.filter(({ kind }) => kind === 'end')).toHaveLength(ids.length);
    for (const id of ids) expect(run.atNs(id, 'sent')).toBeLessThan(freeNs);
    for (const id of ids.slice(0, -1)) expect(run.atNs(id, 'end')).toBeLessThan(freeNs);
  });

  it('leaves the buffers of staged bodies in place', async () => {
    const server = await listen((_request, socket) => socket.write(response(200, '')));
    const run = await open(server.url);
    const shared = Buffer.from('..body..');
    const request = { ...GET, method: 'POST' as const, body: shared.subarray(2, 6) };
    run.transport.stage([{ id: 1, scheduledNs: nowNs(), request }]);
    await run.untilOver(1);
    expect(server.requests[0]?.body).toBe('body');
    expect(shared.toString()).toBe('..body..');
  });

  it('reports https to an http port', async () => {
    const server = await listen(() => {}, {
      onConnect: (socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'),
    });
    await expect(open(server.url.replace('http:', 'https:'))).rejects.toMatchObject({
      code: 'tls',
    });
  });

  it('trusts only configured certificates', async () => {
    const certificate = readCertificate();
    const server = await listen((_request, socket) => socket.write(response(200, 'x')), {
      tls: certificate,
    });
    await expect(open(server.url)).rejects.toMatchObject({ code: 'tls' });
    const trusting = await open(server.url, { caCertificates: [certificate.cert] });
    trusting.stage({});
    await trusting.untilOver(1);
    expect(trusting.kinds(1).at(-1)).toBe('end');
  });
});
