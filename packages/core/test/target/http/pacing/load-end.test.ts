import { createMockServer, type MockServerOptions, type NativeMockServer } from '@loadcell/native';
import { describe, expect, it } from 'vitest';
import type { HttpLoad } from '../../../../src/target/http/http-load.ts';
import type { HttpTarget } from '../../../../src/target/http/http-target.ts';
import type { LoadOutcome, LoadPlan, LoadRequest } from '../../../../src/target/http/load-plan.ts';
import { useCleanup } from '../../transport/transport-run.ts';
import { targetFor } from '../target-for.ts';

const onCleanup = useCleanup();

function mock(options: MockServerOptions = {}): NativeMockServer {
  const server = createMockServer({ timeToFirstTokenMs: 3, gapMs: 1, tokens: 4, ...options });
  onCleanup(() => Promise.resolve(server.stop()));
  return server;
}

async function start(server: NativeMockServer): Promise<HttpTarget> {
  const target = targetFor(server.url);
  onCleanup(() => target.stop());
  await target.start();
  return target;
}

async function openLoad(server: NativeMockServer, maxConnections: number): Promise<HttpLoad> {
  const connections = maxConnections;
  const load = await (await start(server)).openLoad({ connections, maxConnections });
  onCleanup(() => load.close());
  return load;
}

function request(prompt: string): LoadRequest {
  return {
    dueNs: Number.NaN,
    offeredTokens: Number.NaN,
    context: '',
    isWarmup: false,
    model: 'mock',
    messages: [{ role: 'user', content: prompt }],
    maxTokens: 4,
    isGreedy: true,
  };
}

/** Requests that follow one another without end. */
function* endless(): Generator<LoadRequest> {
  for (let made = 0; ; made += 1) yield request(`prompt ${made}`);
}

const idle = new AbortController().signal;

/** Runs a plan and gives what came of it. */
async function run(
  load: HttpLoad,
  plan: Partial<LoadPlan> & Pick<LoadPlan, 'requests'>,
  signal: AbortSignal = idle,
): Promise<LoadOutcome[]> {
  const outcomes: LoadOutcome[] = [];
  await load.run(
    {
      end: { kind: 'all' },
      onOver: (outcome) => outcomes.push(outcome),
      ...plan,
    },
    signal,
  );
  return outcomes;
}

describe('the end of a load by time', () => {
  const end = { kind: 'time', durationNs: 60e6, minRequests: 1 } as const;

  it('counts from the first send of a measured request, however long its warm-up takes', async () => {
    const load = await openLoad(mock({ timeToFirstTokenMs: 50, gapMs: 0, tokens: 1 }), 1);
    function* warming(): Generator<LoadRequest> {
      for (let made = 0; ; made += 1) yield { ...request(`prompt ${made}`), isWarmup: made < 4 };
    }
    const sentNs: number[] = [];
    let endedNs = Number.NaN;
    await run(load, {
      requests: warming(),
      end,
      onSent: ({ isWarmup }, atNs) => (isWarmup ? 0 : sentNs.push(atNs)),
      onLoadEnded: (atNs) => {
        endedNs = atNs;
      },
    });
    // Timers may fire a little early.
    expect(endedNs - (sentNs[0] ?? 0)).toBeGreaterThanOrEqual(59e6);
    expect(sentNs.at(-1)).toBeLessThanOrEqual(endedNs);
  });

  it('counts from the end of the first measured request where none can be sent', async () => {
    const server = mock();
    const load = await openLoad(server, 2);
    server.stop();
    let endedNs = Number.NaN;
    const outcomes = await run(load, {
      requests: endless(),
      end,
      onLoadEnded: (atNs) => {
        endedNs = atNs;
      },
    });
    const endsNs = outcomes.map(({ answered: { facts } }) => facts.endNs);
    expect(endsNs.length).toBeGreaterThan(0);
    expect(endedNs - Math.min(...endsNs)).toBeGreaterThanOrEqual(59e6);
  });

  it('never comes for a load of a number, which sends exactly that', async () => {
    const load = await openLoad(mock(), 3);
    const ended: number[] = [];
    const requests = Array.from({ length: 37 }, (_, index) => request(`x ${index}`));
    const outcomes = await run(load, { requests, onLoadEnded: (atNs) => ended.push(atNs) });
    expect(outcomes).toHaveLength(37);
    expect(ended).toEqual([]);
  });
});
