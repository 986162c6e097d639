import { describe, expect, test } from 'vitest';
import { compareSides } from '../../src/compare/compare-sides.ts';
import type { Comparison } from '../../src/compare/comparison.ts';
import { responseTimeSide } from './built-run.ts';
import { metricsOf } from './stages/staged-side.ts';

const METRICS = ['avgResponseTime', 'p95ResponseTime'];
const ONE = { count: 2000, failedShare: 0.002 };

function comparePair(pair: number, factor: number): Comparison {
  const base = responseTimeSide({ ...ONE, seed: pair * 2 + 1 });
  const candidate = responseTimeSide({ ...ONE, seed: pair * 2 + 2, middle: 100 * factor });
  return compareSides(base, [candidate], { metrics: METRICS });
}

describe('verdicts over many pairs of runs', { timeout: 600_000 }, () => {
  test('report worse or better in at most 1 of 20 pairs without a difference', () => {
    let called = 0;
    for (let pair = 0; pair < 60; pair += 1) {
      const { worse, better } = comparePair(pair, 1).counts;
      if (worse + better > 0) called += 1;
    }
    expect(called).toBeLessThanOrEqual(3);
  });

  test('find a shift of 5% in 2,000 requests, and cover it', () => {
    let foundCount = 0;
    let coveredCount = 0;
    for (let pair = 0; pair < 40; pair += 1) {
      for (const one of metricsOf(comparePair(pair, 1.05))) {
        if (one.verdict === 'worse') foundCount += 1;
        const { low = NaN, high = NaN } = one.interval95 ?? {};
        if (low <= 1.05 && high >= 1.05) coveredCount += 1;
      }
    }
    expect(foundCount).toBeGreaterThanOrEqual(76);
    expect(coveredCount).toBeGreaterThanOrEqual(72);
  });
});
