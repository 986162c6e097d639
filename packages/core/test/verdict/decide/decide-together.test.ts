import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../src/workload/random.ts';
import type { CriterionCounts } from '../../../src/stream/stage/criterion-counts.ts';
import { decide } from '../../../src/verdict/decide/decide.ts';
import { countsOf, decideTogether } from '../../../src/verdict/decide/decide-together.ts';
import type { Evidence } from '../../../src/verdict/decide/evidence.ts';

const WORKERS = 4;
const ERROR = 0.05;

/** The values of each worker: those whose place it has. */
function dealt(values: readonly number[]): number[][] {
  return Array.from({ length: WORKERS }, (_, index) =>
    values.filter((_value, place) => place % WORKERS === index),
  );
}

const P95 = { aggregate: 'p95' } as const;
const MEAN = { aggregate: 'avg' } as const;

function percentile(values: readonly number[]): Evidence {
  return { kind: 'percentile', probability: 0.95, values: Float64Array.from(values) };
}

function mean(values: readonly number[]): Evidence {
  return { kind: 'mean', values: Float64Array.from(values) };
}

function together(
  values: readonly number[],
  evidence: (values: readonly number[]) => Evidence,
  of: typeof P95 | typeof MEAN,
  threshold: number,
): string {
  const question = { bound: 'at-most', threshold } as const;
  const counts = dealt(values).map((own) => countsOf(evidence(own), question));
  return decideTogether(counts, of, { ...question, error: ERROR });
}

/** Latencies around 100 ms, by an independent draw for each. */
function latencies(count: number): number[] {
  const random = createRandom(3, 'latencies');
  return Array.from({ length: count }, () => 80 + 40 * random.fraction());
}

/** Two waves of slow requests, which are 3% of all. */
function wavy(): number[] {
  return latencies(4096).map((ms, place) =>
    [10, 40].includes(Math.floor(place / 64)) ? ms + 100 : ms,
  );
}

describe('counts of several workers', () => {
  it.each([
    [P95, percentile, 300, 'met'],
    [P95, percentile, 100, 'missed'],
    [MEAN, mean, 110, 'met'],
    [MEAN, mean, 95, 'missed'],
  ] as const)(
    'decide %j at a clear threshold as all values do',
    (of, evidence, threshold, verdict) => {
      const values = latencies(2048);
      const all = decide(evidence(values), { bound: 'at-most', threshold, error: ERROR });
      expect(all.verdict).toBe(verdict);
      expect(together(values, evidence, of, threshold)).toBe(verdict);
    },
  );

  it.each([
    [P95, percentile, 118],
    [MEAN, mean, 100.1],
  ] as const)('leave %j undecided next to the threshold', (of, evidence, threshold) => {
    expect(together(latencies(512), evidence, of, threshold)).toBe('inconclusive');
  });

  it('count waves that every worker sees as those of one', () => {
    // Each wave of 64 requests is 16 requests of each worker.
    const values = wavy();
    const question = { bound: 'at-most', threshold: 150 } as const;
    const counts = dealt(values).map((own) => countsOf(percentile(own), question));
    const alone = decideTogether(counts.slice(0, 1), P95, { ...question, error: ERROR });
    expect(alone).toBe('inconclusive');
    // Four workers that see the same waves know hardly more than one does.
    expect(decideTogether(counts, P95, { ...question, error: ERROR })).toBe(alone);
    const independent: CriterionCounts[] = counts.map((own) =>
      own.kind === 'share' ? { ...own, effective: own.count } : own,
    );
    expect(decideTogether(independent, P95, { ...question, error: ERROR })).toBe('met');
  });

  it('leave a worker without values out', () => {
    const question = { bound: 'at-most', threshold: 300 } as const;
    const counts = dealt(latencies(512)).map((own) => countsOf(percentile(own), question));
    const none = countsOf(percentile([]), question);
    expect(none).toEqual({ kind: 'without-values' });
    expect(decideTogether([...counts, none], P95, { ...question, error: ERROR })).toBe('met');
    expect(decideTogether([none], P95, { ...question, error: ERROR })).toBe('inconclusive');
  });

  it('have nothing to decide where the value is compared as counted', () => {
    expect(countsOf(undefined, { bound: 'at-most', threshold: 1 })).toEqual({ kind: 'as-counted' });
  });
});
