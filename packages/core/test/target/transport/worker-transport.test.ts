import { describe, expect, it } from 'vitest';
import { nowNs } from '../../../src/stream/clock.ts';
import type { TransportRecord } from '../../../src/target/transport/transport.ts';
import { WorkerTransport } from '../../../src/target/transport/undici/worker-transport.ts';
import { RawServer, response, type RawScript, type RawServerOptions } from '../http/raw-server.ts';
import { readCertificate } from './certificate.ts';
import { GET, optionsFor, useCleanup } from './sender-run.ts';

const onCleanup = useCleanup();

async function listen(script: RawScript, options: RawServerOptions = {}): Promise<RawServer> {
  const server = await RawServer.listen(script, options);
  onCleanup(() => server.close());
  return server;
}

interface WorkerRun {
  readonly transport: WorkerTransport;
  readonly records: TransportRecord[];
  /** Resolves when so many requests are over. */
  readonly untilOver: (count: number) => Promise<void>;
}

function start(url: string, change: Parameters<typeof optionsFor>[1] = {}): WorkerRun {
  const records: TransportRecord[] = [];
  let wake = (): void => {};
  const transport = new WorkerTransport(optionsFor(url, change), {
    onRecords: (batch) => {
      records.push(...batch);
      wake();
    },
    onBroken: (error) => {
      throw error;
    },
  });
  onCleanup(() => transport.close());
  const overCount = (): number =>
    records.filter(({ kind }) => kind === 'end' || kind === 'failed').length;
  const untilOver = (count: number): Promise<void> =>
    new Promise((resolve) => {
      wake = () => {
        if (overCount() >= count) resolve();
      };
      wake();
    });
  return { transport, records, untilOver };
}

describe('undici in a worker thread', () => {
  it('brings stamped records over https, on the clock of this process', async () => {
    const certificate = readCertificate();
    const server = await listen((_request, socket) => socket.write(response(200, 'well')), {
      tls: certificate,
    });
    const run = start(server.url, { certificateAuthorities: [certificate.cert] });
    await run.transport.open(1);
    const beforeNs = nowNs();
    run.transport.stage([{ id: 7, dueNs: beforeNs, request: GET }]);
    await run.untilOver(1);
    expect(run.records.map(({ kind, id }) => [kind, id])).toEqual(
      ['sent', 'head', 'body', 'end'].map((kind) => [kind, 7]),
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

  it('stamps while this thread is stuck', async () => {
    const server = await listen(() => {});
    const run = start(server.url, { requestTimeoutMs: 50 });
    const ids = [1, 2, 3];
    await run.transport.open(3);
    run.transport.stage(ids.map((id) => ({ id, dueNs: nowNs(), request: GET })));
    const stuckUntilNs = nowNs() + 400e6;
    while (nowNs() < stuckUntilNs);
    const freeNs = nowNs();
    await run.untilOver(3);
    for (const record of run.records) expect(record.atNs).toBeLessThan(freeNs);
  });

  it('leaves the bodies that it was handed where they are', async () => {
    const server = await listen((_request, socket) => socket.write(response(200, '')));
    const run = start(server.url);
    const shared = Buffer.from('..body..');
    const request = { ...GET, method: 'POST' as const, body: shared.subarray(2, 6) };
    run.transport.stage([{ id: 1, dueNs: nowNs(), request }]);
    await run.untilOver(1);
    expect(server.requests[0]?.body).toBe('body');
    expect(shared.toString()).toBe('..body..');
  });

  it('fails to open with the kind of the failure', async () => {
    const server = await RawServer.listen(() => {});
    await server.close();
    const run = start(`http://127.0.0.1:${server.port}`);
    await expect(run.transport.open(1)).rejects.toMatchObject({ code: 'refused' });
  });

  it('stops opening when that is cancelled', async () => {
    const run = start('http://192.0.2.1:9');
    const abort = new AbortController();
    const opened = run.transport.open(1, abort.signal);
    abort.abort(new Error('enough'));
    await expect(opened).rejects.toThrow('enough');
  });

  it('ends what is under way when it is closed, and takes nothing more', async () => {
    const server = await listen(() => {});
    const run = start(server.url);
    run.transport.stage([{ id: 1, dueNs: nowNs(), request: GET }]);
    await run.transport.close();
    await run.transport.close();
    expect(run.records.at(-1)).toMatchObject({ kind: 'failed', failure: { kind: 'cancelled' } });
    expect(() => run.transport.stage([])).toThrow(/closed/);
  });

  it('can be closed before anything was asked of it', async () => {
    await expect(start('http://127.0.0.1:1').transport.close()).resolves.toBeUndefined();
  });
});
