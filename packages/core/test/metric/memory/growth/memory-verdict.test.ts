import { describe, expect, test } from 'vitest';
import { measure } from '../../../../src/metric/measure/measure.ts';
import { memoryGrowthPerRequest } from '../../../../src/metric/memory/growth/memory-growth-per-request.ts';
import { memoryVerdict } from '../../../../src/metric/memory/growth/memory-verdict.ts';
import type { PhaseStreams } from '../../../../src/stream/phase-streams.ts';
import { createRandom } from '../../../../src/workload/random.ts';
import { MIB, PhaseBuilder } from '../../../stream/built/phase-builder.ts';
import {
  LEAK_BYTES,
  LEAKS,
  LEVELS,
  twoSteps,
  UNDECIDED,
  type MemorySeriesOf,
} from '../memory-series.ts';

const SEEDS = Array.from({ length: 20 }, (_, index) => index + 1);
const REQUESTS = 320;

const LEVEL = { sweep: 'sweep', parameter: 'rate', value: 9, neededAttainment: 1 } as const;

/** A request each 10 ms: two thirds of them in a closed loop, the others in an open one, with a step between. */
function served(series: MemorySeriesOf, seed: number, requests = REQUESTS): PhaseStreams {
  const bytes = series(createRandom(seed, 'memory'), requests);
  const split = Math.floor((requests * 2) / 3) * 10;
  const phase = new PhaseBuilder('load')
    .memory({
      fromMs: 0,
      toMs: requests * 10 + 10,
      everyMs: 2,
      rssBytes: (ms) =>
        100 * MIB + (ms < split ? 0 : 3 * MIB) + (bytes[Math.floor(ms / 10)] ?? bytes.at(-1) ?? 0),
    })
    .stage('closed', 0, split)
    .stage('open', split + 1, requests * 10 + 10);
  for (let index = 0; index < requests; index += 1) {
    const sentMs = index * 10 + 1;
    const stage = sentMs < split ? 'closed' : 'open';
    phase.request({ purpose: 'load', stage, sentMs, chunksMs: [sentMs + 8] });
  }
  return phase.build(requests * 10 + 10);
}

const verdictsOf = (series: MemorySeriesOf, requests?: number): (string | undefined)[] =>
  SEEDS.map((seed) => memoryVerdict(served(series, seed, requests))?.verdict);

const always = (verdict: string): string[] => SEEDS.map(() => verdict);

describe('the verdict on memory, in 20 of 20 seeded runs', () => {
  test.each(Object.entries(LEAKS))(
    'is a leak, within 10% of its slope: a server that %s',
    (_, of) => {
      expect(verdictsOf(of)).toEqual(always('leak'));
      for (const seed of SEEDS) {
        const { avg } = measure(memoryGrowthPerRequest, served(of, seed));
        expect(Math.abs(avg / LEAK_BYTES - 1)).toBeLessThan(0.1);
      }
    },
  );

  test.each(Object.entries(LEVELS))('is no leak: a server that %s', (_, of) => {
    expect(verdictsOf(of)).toEqual(always('no-leak'));
  });

  test.each(Object.entries(UNDECIDED))('is inconclusive: a server that %s', (_, of) => {
    expect(verdictsOf(of)).toEqual(always('inconclusive'));
  });

  test('is never a leak: two allocations at any time', () => {
    expect(verdictsOf(twoSteps)).not.toContain('leak');
  });
});

describe('the verdict on memory', () => {
  const leak = LEAKS['leaks 64 KiB a request'] ?? twoSteps;

  test('is inconclusive with few requests, and names the number that it needs', () => {
    const verdict = memoryVerdict(served(leak, 1, 50));
    expect(verdict).toMatchObject({ verdict: 'inconclusive', shape: 'few', neededRequests: 64 });
    expect(verdict?.neededSeconds).toBeCloseTo(0.64, 1);
  });

  test('counts the requests of windows alone: neither contexts nor the levels of a sweep', () => {
    const phase = served(leak, 1, 50);
    const rows = phase.requests.map((row) => ({ ...row, purpose: 'probe' as const }));
    const stages = phase.stages.map((stage, index) =>
      index === 0 ? stage : { ...stage, level: LEVEL, requests: rows },
    );
    expect(memoryVerdict({ ...phase, stages })).toMatchObject({ shape: 'few', requests: 33 });
  });

  test('decides a cache in a run as long as an inconclusive one asked for', () => {
    const filling: MemorySeriesOf = (random, requests) =>
      Float64Array.from(
        { length: requests },
        (_, request) => 20 * MIB * (1 - Math.exp(-request / 300)) + random.index(5) * 4096,
      );
    const short = memoryVerdict(served(filling, 1));
    expect(short?.verdict).toBe('inconclusive');
    const needed = Math.ceil(short?.neededRequests ?? 0);
    expect(memoryVerdict(served(filling, 1, needed))?.verdict).toBe('no-leak');
  });

  test('is absent where no memory was sampled, and where no request was successful', () => {
    const unsampled = new PhaseBuilder('p').stage('sequential', 0, 90);
    expect(memoryVerdict(unsampled.build(90))).toBeUndefined();
    const idle = unsampled.memory({ fromMs: 0, toMs: 90, rssBytes: MIB });
    expect(memoryVerdict(idle.build(90))).toBeUndefined();
  });
});
