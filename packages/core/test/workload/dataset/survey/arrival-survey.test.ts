import { describe, expect, test } from 'vitest';
import { ArrivalSurvey } from '../../../../src/workload/dataset/survey/arrival-survey.ts';
import { createRandom } from '../../../../src/workload/random.ts';

function summaryOf(seconds: Iterable<number>) {
  const survey = new ArrivalSurvey();
  for (const at of seconds) survey.add(at * 1e9);
  return survey.summary();
}

describe('ArrivalSurvey', () => {
  test('has no summary without an arrival, and no rate of one', () => {
    expect(summaryOf([])).toBeUndefined();
    expect(summaryOf([7])).toEqual({
      requests: 1,
      spanSeconds: 0,
      mostInOneSecond: 1,
      distinctTimes: 1,
      mostAtOneTime: 1,
    });
  });

  test('has the rate of constant arrivals, whose gaps do not vary', () => {
    const summary = summaryOf(Array.from({ length: 101 }, (_, index) => index / 4));
    expect(summary).toMatchObject({ spanSeconds: 25, ratePerSecond: 4, gapVariation: 0 });
    expect(summary?.burstiness).toBeUndefined();
    expect(summary?.mostInOneSecond).toBe(4);
  });

  test('has a burstiness near 1 for Poisson arrivals', () => {
    const random = createRandom(3, 'gaps');
    let at = 0;
    const times = Array.from({ length: 20_000 }, () => {
      at -= Math.log(1 - random.fraction());
      return at;
    });
    // The standard error of the variation of 20,000 exponential gaps is 0.007.
    expect(Math.abs((summaryOf(times)?.gapVariation ?? 0) - 1)).toBeLessThan(0.04);
  });

  test('counts batches by their time, and finds them bursty', () => {
    const times = Array.from({ length: 300 }, (_, index) => Math.floor(index / 10) * 3);
    expect(summaryOf(times)).toMatchObject({ distinctTimes: 30, mostAtOneTime: 10 });
    expect(summaryOf(times)?.burstiness).toBeLessThan(0.2);
  });
});
