import { describe, expect, test } from 'vitest';
import { compareSides } from '../../src/compare/compare-sides.ts';
import type { Comparison, MetricComparison } from '../../src/compare/comparison.ts';
import { syntheticSide } from './built-run.ts';
import { metricsOf } from './stages/staged-side.ts';

const METRICS = ['avgResponseTime', 'p95ResponseTime'];
const ONE = { count: 2000, failedShare: 0.002 };

function only(comparison: Comparison): MetricComparison {
  const [metric, ...others] = metricsOf(comparison);
  if (metric === undefined || others.length > 0) throw new Error('not one metric');
  return metric;
}

describe('a verdict', () => {
  const wide = { margin: 0.1, metrics: ['avgResponseTime'] };
  const longSide = (middle: number) => syntheticSide({ ...ONE, seed: middle, middle });

  test('is the same when the interval lies within the margin, even when it excludes zero', () => {
    const one = only(compareSides(longSide(100), [longSide(103)], wide));
    expect(one.probability).toBeLessThan(0.01);
    expect(one.verdict).toBe('same');
    const strict = only(compareSides(longSide(100), [longSide(103)], { ...wide, margin: 0.01 }));
    expect(strict.verdict).toBe('worse');
  });

  test('follows the direction of the metric', () => {
    expect(only(compareSides(longSide(103), [longSide(100)], { ...wide, margin: 0 })).verdict).toBe(
      'better',
    );
    const faster = compareSides(
      syntheticSide(...[1, 2, 3, 4, 5].map((seed) => ({ count: 30, seed, middle: 100 }))),
      [syntheticSide(...[6, 7, 8, 9, 10].map((seed) => ({ count: 90, seed, middle: 100 })))],
      { metrics: ['requestThroughput'] },
    );
    const { better, verdict } = only(faster);
    expect({ better, verdict }).toEqual({ better: 'higher', verdict: 'better' });
  });

  test('is inconclusive when chance explains the difference, with the smallest detectable change', () => {
    const few = (seed: number) => syntheticSide({ count: 60, seed, spread: 0.5 });
    const one = only(compareSides(few(1), [few(2)], { metrics: ['avgResponseTime'] }));
    expect(one.verdict).toBe('inconclusive');
    expect(one.reason).toMatch(/^not significant; smallest detectable change \d+\.\d%$/);
    expect(one.smallestSeen).toBeGreaterThan(0.05);
  });

  test('of one run each is inconclusive for a metric with one value per run', () => {
    const one = only(
      compareSides(longSide(100), [longSide(120)], { metrics: ['requestThroughput'] }),
    );
    expect(one.verdict).toBe('inconclusive');
    expect(one.evidence).toBe('none');
    expect(one.reason).toContain('loadcell run --repeat 5');
  });

  test('of a percentile needs ten values beyond it', () => {
    const short = (seed: number) => syntheticSide({ count: 199, seed, middle: 100 * seed });
    const one = only(compareSides(short(1), [short(2)], { metrics: ['p95ResponseTime'] }));
    expect(one.reason).toBe(
      'p95 of 199 values; one run needs 200, or repeat the runs (loadcell run --repeat 5)',
    );
  });

  test('is worse when a percentile falls on failed requests, and never because of the average of the rest', () => {
    const failing = syntheticSide({ count: 2000, seed: 3, failedShare: 0.1 });
    const comparison = compareSides(longSide(100), [failing], { metrics: METRICS });
    const [avg, p95] = metricsOf(comparison);
    expect(p95?.verdict).toBe('worse');
    expect(p95?.ratio?.value).toBe(Infinity);
    expect(p95?.candidate.failedCount).toBeGreaterThan(150);
    expect(avg?.verdict).not.toBe('worse');
  });

  test('of a share of failures comes from the requests of one run, if enough of them failed', () => {
    const failing = (seed: number, failedShare: number) =>
      syntheticSide({ count: 1000, seed, failedShare });
    const options = { metrics: ['errorRate'] };
    const more = only(compareSides(failing(1, 0.01), [failing(2, 0.06)], options));
    expect(more).toMatchObject({ verdict: 'worse', evidence: 'requests' });
    expect(more.base.value).toBeLessThan(0.03);
    const few = only(compareSides(failing(1, 0), [failing(2, 0.01)], options));
    expect(few.verdict).toBe('inconclusive');
    expect(few.reason).toMatch(/^a share of \d+ requests of both sides; single runs need 20/);
  });

  test('of repeats comes from the variation between runs', () => {
    const runs = (first: number, middle: number) =>
      syntheticSide(...[0, 1, 2, 3, 4].map((run) => ({ count: 100, seed: first + run, middle })));
    const one = only(compareSides(runs(1, 100), [runs(11, 130)], { metrics: ['responseTime'] }));
    expect(one).toMatchObject({ verdict: 'worse', evidence: 'runs' });
    expect(one.base).toMatchObject({ runCount: 5, valueCount: 500 });
  });

  test('needs more evidence with every other metric compared', () => {
    const alone = only(compareSides(longSide(100), [longSide(101)], { ...wide, margin: 0 }));
    const all = compareSides(longSide(100), [longSide(101)], { margin: 0 });
    const beside = metricsOf(all).find(({ key }) => key === 'responseLatency');
    expect(all.comparisonCount).toBeGreaterThan(3);
    expect(beside?.level).toBeLessThan(alone.level ?? 0);
    expect(beside?.probability).toBe(alone.probability);
  });

  test('is reproducible', () => {
    const make = () => compareSides(longSide(100), [longSide(104)]);
    expect(make()).toEqual(make());
  });
});
