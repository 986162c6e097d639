import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { overlapWithin } from '../../src/stats/overlap.ts';

test('counts concurrent intervals, with the duration of each step', () => {
  const steps = overlapWithin(Float64Array.of(10, 20), Float64Array.of(40, 60), {
    beganNs: 0,
    endedNs: 50,
  });
  expect([...steps.levels]).toEqual([0, 1, 2, 1]);
  expect([...steps.durationsNs]).toEqual([10, 10, 20, 10]);
});

test('the steps cover the window, and contain exactly the intervals within it', () => {
  const interval = fc
    .tuple(fc.nat(200), fc.nat(100))
    .map(([beganNs, length]) => ({ beganNs, endedNs: beganNs + length }));
  fc.assert(
    fc.property(fc.array(interval), interval, (intervals, window) => {
      const { levels, durationsNs } = overlapWithin(
        Float64Array.from(intervals, (one) => one.beganNs),
        Float64Array.from(intervals, (one) => one.endedNs),
        window,
      );
      const sum = durationsNs.reduce((total, ns) => total + ns, 0);
      expect(sum).toBe(window.endedNs - window.beganNs);
      const held = levels.reduce((total, level, i) => total + level * (durationsNs[i] ?? NaN), 0);
      const clipped = intervals.reduce(
        (total, one) =>
          total +
          Math.max(
            0,
            Math.min(one.endedNs, window.endedNs) - Math.max(one.beganNs, window.beganNs),
          ),
        0,
      );
      expect(held).toBe(clipped);
    }),
  );
});
