import { createMockServer, type MockServerOptions, type NativeMockServer } from '@loadcell/native';
import { describe, expect, it } from 'vitest';
import { calibrate, type Calibration } from '../../../../src/target/server/load/calibration.ts';
import { createTransport } from '../../../../src/target/transport/create-transport.ts';
import type { TransportFactory } from '../../../../src/target/transport/transport.ts';
import { useCleanup } from '../../transport/transport-run.ts';
import { listenRecorded } from '../recorded-server.ts';

const onCleanup = useCleanup();

function mock(options: MockServerOptions = {}): NativeMockServer {
  const server = createMockServer({
    timeToFirstTokenMs: 2,
    interTokenLatencyMs: 1,
    outputTokens: 5,
    ...options,
  });
  onCleanup(() => Promise.resolve(server.stop()));
  return server;
}

function run(
  url: string,
  makeTransport: TransportFactory = createTransport,
  signal?: AbortSignal,
): Promise<Calibration> {
  const options = {
    url,
    model: 'mock',
    concurrency: 8,
    requests: 24,
    tokens: 5,
    timeoutMs: 20_000,
  };
  return calibrate(options, makeTransport, signal);
}

/** A transport whose timestamps are later than its reads. */
function lateBy(lateNs: number): TransportFactory {
  return (options, listener) =>
    createTransport(options, {
      ...listener,
      onRecords: (records) =>
        listener.onRecords(
          records.map((record) =>
            record.kind === 'body' ? { ...record, atNs: record.atNs + lateNs } : record,
          ),
        ),
    });
}

describe('calibration', () => {
  it('compares every timestamp with its send time, and none is earlier', async () => {
    const made = await run(mock().url);
    expect(made.firstErrorNs).toHaveLength(24);
    expect(made.laterErrorNs).toHaveLength(24 * 4);
    expect(made.interTokenErrorNs).toHaveLength(24 * 4);
    expect(Math.min(...made.firstErrorNs, ...made.laterErrorNs)).toBeGreaterThan(0);
    expect(made.account).toMatchObject({ clock: 'native', connectionsOpenedBefore: 8 });
  });

  it('detects late timestamps', async () => {
    const made = await run(mock().url, lateBy(500e6));
    expect(Math.min(...made.firstErrorNs, ...made.laterErrorNs)).toBeGreaterThan(500e6);
  });

  it('fails where the server has no send times, or fails', async () => {
    const server = await listenRecorded();
    onCleanup(() => server.close());
    await expect(run(server.url)).rejects.toMatchObject({ code: 'CALIBRATION' });
    await expect(run(mock({ errorRate: 1, fault: 'drop' }).url)).rejects.toMatchObject({
      code: 'CALIBRATION',
    });
  });

  it('stops when it is canceled', async () => {
    const abort = new AbortController();
    const running = run(mock({ timeToFirstTokenMs: 60_000 }).url, createTransport, abort.signal);
    abort.abort(new Error('enough'));
    await expect(running).rejects.toThrow('enough');
  });
});
