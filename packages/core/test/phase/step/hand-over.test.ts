import { createMockServer } from '@loadcell/native';
import { describe, expect, it } from 'vitest';
import type { ClientCalibrator, ExpectedLoad } from '../../../src/phase/phase.ts';
import { handOver, withHostLoad } from '../../../src/phase/step/hand-over.ts';
import { requestFailures } from '../../../src/report/results/request-failures.ts';
import type { HttpTarget } from '../../../src/target/http/http-target.ts';
import { response } from '../../target/http/raw-server.ts';
import { listenRecorded, RECORDED_MODEL } from '../../target/http/recorded-server.ts';
import { targetFor } from '../../target/http/target-for.ts';
import { useCleanup } from '../../target/transport/transport-run.ts';
import { RecordedPhase } from '../recorded-phase.ts';

const onCleanup = useCleanup();

async function start(url: string): Promise<HttpTarget> {
  const target = targetFor(url);
  onCleanup(() => target.stop());
  await target.start();
  return target;
}

async function startMock(): Promise<HttpTarget> {
  const server = createMockServer({ timeToFirstTokenMs: 2, gapMs: 1, tokens: 3 });
  onCleanup(() => Promise.resolve(server.stop()));
  return await start(server.url);
}

const MADE = {
  window: 'closed-loop',
  expected: { concurrency: 2 },
  connections: { connections: 2, maxConnections: 2 },
} as const;

/** Four requests, two at once. */
function handOverFour(phase: RecordedPhase, target: HttpTarget, model: string) {
  const requests = Array.from({ length: 4 }, (_, index) => ({
    model,
    messages: [{ role: 'user', content: `prompt ${index}` } as const],
    maxTokens: 3,
    isGreedy: true,
    dueNs: Number.NaN,
    offeredTokens: Number.NaN,
    context: '',
  }));
  const plan = {
    purpose: 'load',
    stage: 'closed',
    requests,
    untilNs: Number.NaN,
    minRequests: 0,
  } as const;
  return withHostLoad(phase.context, target, MADE, (made) => handOver(phase.context, made, plan));
}

/** Notes what it is asked, and what had happened by then. */
class FakeClient implements ClientCalibrator {
  readonly asked: { readonly load: ExpectedLoad; readonly rows: number }[] = [];
  phase: RecordedPhase | undefined;

  calibrate(load: ExpectedLoad): Promise<void> {
    this.asked.push({ load, rows: this.phase?.rows.length ?? Number.NaN });
    return Promise.resolve();
  }
}

describe('a load that is handed over', () => {
  it('has its client checked before, for as many requests at once as it has', async () => {
    const target = await startMock();
    const client = new FakeClient();
    const phase = new RecordedPhase(target, 'unload-first', { client });
    client.phase = phase;
    expect(await handOverFour(phase, target, 'mock')).toEqual({ ended: 4, completed: 4 });
    expect(client.asked).toEqual([{ load: { concurrency: 2 }, rows: 0 }]);
  });

  it("leaves the client's account of itself", async () => {
    const target = await startMock();
    const phase = new RecordedPhase(target);
    await handOverFour(phase, target, 'mock');
    const [event, ...others] = phase.eventsOf('client-account');
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      window: 'closed-loop',
      account: { clock: 'native', connectionsOpenedBefore: 2, connectionsOpenedDuring: 0 },
    });
    expect(event?.account.cpuUtilization).toBeGreaterThan(0);
    expect(phase.order.at(-1)).toBe('client-account');
  });

  it('leaves that account also when it ends by an error, and ends by that error', async () => {
    const target = await startMock();
    const phase = new RecordedPhase(target);
    const broken = withHostLoad(phase.context, target, MADE, () =>
      Promise.reject(new Error('the disk is full')),
    );
    await expect(broken).rejects.toThrow('the disk is full');
    expect(phase.eventsOf('client-account')).toMatchObject([{ window: 'closed-loop' }]);
  });

  it('counts what fails by its kind, with the wait that a server asks for', async () => {
    const server = await listenRecorded({
      '/v1/chat/completions': (_request, socket) =>
        socket.write(response(429, '{"error":"slow down"}', { 'Retry-After': '7' })),
    });
    onCleanup(() => server.close());
    const target = await start(server.url);
    const phase = new RecordedPhase(target);
    expect(await handOverFour(phase, target, RECORDED_MODEL)).toEqual({ ended: 4, completed: 0 });
    expect(requestFailures(phase.streams())).toEqual([
      {
        kind: 'http-429',
        count: 4,
        example: 'The server returned 429: "slow down". It asks to retry after 7 s.',
      },
    ]);
  });
});
