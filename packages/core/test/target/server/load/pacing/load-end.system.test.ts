import { describe, expect, it } from 'vitest';
import type { LoadRequest } from '../../../../../src/target/server/load/load-request.ts';
import { endless, request, run, useMockLoads } from '../../mock-loads.ts';

const { mock, openLoad } = useMockLoads();

describe('the end of a load by time', () => {
  const end = { kind: 'time', durationNs: 60e6, minRequests: 1 } as const;

  it('counts from the first send of a measured request, regardless of the warm-up', async () => {
    const load = await openLoad(
      mock({ timeToFirstTokenMs: 50, interTokenLatencyMs: 0, outputTokens: 1 }),
      1,
    );
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
    const endsNs = outcomes.map(({ finished: { facts } }) => facts.endNs);
    expect(endsNs.length).toBeGreaterThan(0);
    expect(endedNs - Math.min(...endsNs)).toBeGreaterThanOrEqual(59e6);
  });

  it('never comes for a load of a fixed number of requests, which sends exactly that number', async () => {
    const load = await openLoad(mock(), 3);
    const ended: number[] = [];
    const requests = Array.from({ length: 37 }, (_, index) => request(`x ${index}`));
    const outcomes = await run(load, { requests, onLoadEnded: (atNs) => ended.push(atNs) });
    expect(outcomes).toHaveLength(37);
    expect(ended).toEqual([]);
  });
});
