import type { PhaseJournal } from '../../../../src/phase/phase-journal.ts';
import { createMockServer } from '@loadcell/native';
import { describe, expect, it } from 'vitest';
import { handOver, withLoadRunner } from '../../../../src/phase/stage/loop/hand-over.ts';
import { StageLimits } from '../../../../src/phase/stage/ending/stage-limits.ts';
import { StageWatch } from '../../../../src/phase/stage/stage-watch.ts';
import { SERVER_LOST } from '../../../../src/stream/rows/lost-server.ts';
import { requestFailures } from '../../../../src/report/results/request-failures.ts';
import type { HttpTarget } from '../../../../src/target/server/http-target.ts';
import { response } from '../../../target/server/raw-server.ts';
import { listenRecorded, RECORDED_MODEL } from '../../../target/server/recorded-server.ts';
import { targetFor } from '../../../target/server/target-for.ts';
import { useCleanup } from '../../../target/transport/transport-run.ts';
import { RecordedPhase } from '../../recorded-phase.ts';
import { loaded, runStages } from '../run-on.ts';

const onCleanup = useCleanup();

async function start(url: string): Promise<HttpTarget> {
  const target = targetFor(url);
  onCleanup(() => target.stop());
  await target.start();
  return target;
}

async function startMock(): Promise<HttpTarget> {
  const server = createMockServer({
    timeToFirstTokenMs: 2,
    interTokenLatencyMs: 1,
    outputTokens: 3,
  });
  onCleanup(() => Promise.resolve(server.stop()));
  return await start(server.url);
}

const CONNECTIONS = { connections: 2, maxConcurrency: 2 };

/** A running stage. */
function workOn(phase: RecordedPhase) {
  const watch = new StageWatch({}, 'last-request');
  const recorded = phase.context.journal.inStage('closed');
  const journal: PhaseJournal = {
    ...recorded,
    request: (row) => {
      watch.take(row);
      recorded.request(row);
    },
  };
  const limits = new StageLimits({}, { hasSucceeded: true, hasLoadEnded: () => false });
  const common = { name: 'closed', purpose: 'load', watch, limits } as const;
  return { phase: { ...phase.context, journal }, ...common };
}

/** Four requests at concurrency 2, the first of them warm-up. */
async function handOverFour(phase: RecordedPhase, target: HttpTarget, model: string) {
  const requests = Array.from({ length: 4 }, (_, index) => ({
    model,
    messages: [{ role: 'user', content: `prompt ${index}` } as const],
    maxTokens: 3,
    isGreedy: true,
    scheduledNs: Number.NaN,
    offeredTokens: Number.NaN,
    context: '',
    isWarmup: index === 0,
  }));
  const work = workOn(phase);
  await withLoadRunner(work, target, CONNECTIONS, (made, tokens) =>
    handOver(work, made, { requests, end: { kind: 'all' }, tokens }),
  );
  return work.watch;
}

describe('a load that is handed over', () => {
  it('writes its requests with their purpose and stage, and shows them to the stage watch', async () => {
    const target = await startMock();
    const phase = new RecordedPhase(target);
    const watch = await handOverFour(phase, target, 'mock');
    expect(watch.measured).toBe(3);
    expect(phase.rows.map(({ purpose, stage }) => `${stage} ${purpose}`).toSorted()).toEqual([
      'closed load',
      'closed load',
      'closed load',
      'closed warm-up',
    ]);
  });

  it('counts the tokens of each request when it is made', async () => {
    const target = await startMock();
    const taken: number[] = [];
    const tokens = {
      take: (_input: number, output: number) => void taken.push(output),
      giveBack: () => {},
    };
    const phase = new RecordedPhase(target, 'unload-first', { tokens });
    await runStages(phase, [{ kind: 'closed', requests: 5, warmup: 2 }], { model: 'mock' });
    expect(taken).toEqual(Array.from({ length: 7 }, () => 2));
    const { phase: other } = await loaded({}, { tokens });
    await runStages(other, [{ kind: 'open', rate: 500, requests: 5 }]);
    expect(taken).toHaveLength(12);
  });

  it('records the client usage', async () => {
    const target = await startMock();
    const phase = new RecordedPhase(target);
    await handOverFour(phase, target, 'mock');
    const [event, ...others] = phase.eventsOf('client-usage');
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      stage: 'closed',
      usage: { clock: 'native', connectionsOpenedBefore: 2, connectionsOpenedDuring: 0 },
    });
    expect(event?.usage.cpuUtilization).toBeGreaterThan(0);
    expect(phase.order.at(-1)).toBe('client-usage');
  });

  it('records the client usage even when it ends with an error, and rejects with that error', async () => {
    const target = await startMock();
    const phase = new RecordedPhase(target);
    const broken = withLoadRunner(workOn(phase), target, CONNECTIONS, () =>
      Promise.reject(new Error('the disk is full')),
    );
    await expect(broken).rejects.toThrow('the disk is full');
    expect(phase.eventsOf('client-usage')).toMatchObject([{ stage: 'closed' }]);
  });

  it('counts failures by kind, with the wait that the server requests', async () => {
    const server = await listenRecorded({
      '/v1/chat/completions': (_request, socket) =>
        socket.write(response(429, '{"error":"slow down"}', { 'Retry-After': '7' })),
    });
    onCleanup(() => server.close());
    const target = await start(server.url);
    const phase = new RecordedPhase(target);
    const watch = await handOverFour(phase, target, RECORDED_MODEL);
    expect(watch.measured).toBe(3);
    expect(watch.totals.good).toBe(0);
    expect(requestFailures(phase.streams())).toEqual([
      {
        kind: 'http-429',
        count: 4,
        inWarmup: 1,
        example: 'The server returned 429: "slow down". It asks to retry after 7 s.',
      },
    ]);
  });
});

describe('a load whose server refuses connections', () => {
  it('reports that the server is gone, with the time, after an earlier response', async () => {
    const server = createMockServer({
      timeToFirstTokenMs: 2,
      interTokenLatencyMs: 1,
      outputTokens: 3,
    });
    onCleanup(() => Promise.resolve(server.stop()));
    const target = await start(server.url);
    const phase = new RecordedPhase(target);
    await handOverFour(phase, target, 'mock');
    server.stop();
    await expect(handOverFour(phase, target, 'mock')).rejects.toMatchObject({
      code: SERVER_LOST,
      message: expect.stringMatching(
        /^the server was gone .+ into the phase, at \d{4}-.+Z, before stage closed: Cannot open any of 2 connections/u,
      ),
    });
  });

  it('fails with the connection error without an earlier response', async () => {
    const server = createMockServer({
      timeToFirstTokenMs: 2,
      interTokenLatencyMs: 1,
      outputTokens: 3,
    });
    onCleanup(() => Promise.resolve(server.stop()));
    const target = await start(server.url);
    server.stop();
    await expect(handOverFour(new RecordedPhase(target), target, 'mock')).rejects.toThrow(
      /^Cannot open any of 2 connections/u,
    );
  });
});
