import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planCalibration } from '../../../src/runner/client/calibration-plan.ts';

const UNKNOWN = { serviceMs: Number.NaN, gapMs: Number.NaN };

describe('the plan of a calibration', () => {
  it('is as busy as the load, at the pace of the server', () => {
    const plan = planCalibration(128, 64, { serviceMs: 800, gapMs: 25 });
    expect(plan).toEqual({
      concurrency: 128,
      requests: 128,
      tokens: 8,
      gapMs: 25,
      jitterMs: 12.5,
    });
  });

  it('uses a usual pace where that of the server is unknown', () => {
    expect(planCalibration(64, 64, UNKNOWN).gapMs).toBe(10);
  });

  it('is faster than a slow server, so that it is short', () => {
    expect(planCalibration(1, 64, { serviceMs: 9e3, gapMs: 300 }).gapMs).toBeLessThan(2);
  });

  it('is short for any load, reaches its concurrency, and has a bound', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 1e5, noNaN: true }),
        fc.integer({ min: 2, max: 200 }),
        fc.double({ min: 0.01, max: 1e4, noNaN: true }),
        (wanted, atLeast, gapMs) => {
          const plan = planCalibration(wanted, atLeast, { serviceMs: 1, gapMs });
          expect(plan.concurrency).toBe(Math.min(2048, Math.max(1, Math.ceil(wanted))));
          expect(plan.requests).toBeGreaterThanOrEqual(Math.max(atLeast, plan.concurrency));
          const rounds = Math.ceil(plan.requests / plan.concurrency);
          const longestMs = rounds * plan.tokens * (plan.gapMs + plan.jitterMs);
          // The least gap there is may make many small rounds longer.
          expect(longestMs).toBeLessThanOrEqual(Math.max(1000, rounds * plan.tokens * 0.75));
          expect(plan.gapMs).toBeLessThanOrEqual(Math.max(gapMs, 0.5));
        },
      ),
    );
  });
});
