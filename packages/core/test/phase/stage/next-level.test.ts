import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { highestMet, type SweepStep } from '../../../src/stream/stage/sweep-steps.ts';
import { nextLevel, type SweepOptions } from '../../../src/phase/stage/next-level.ts';

/** Runs a sweep on a server that meets its SLOs up to a level. */
function sweep(options: SweepOptions, limit: number): SweepStep[] {
  const steps: SweepStep[] = [];
  for (let level = nextLevel(options, steps); level !== undefined;) {
    steps.push({ level, isMet: level <= limit });
    if (steps.length > 200) throw new Error('The sweep does not end.');
    level = nextLevel(options, steps);
  }
  return steps;
}

const RATES: SweepOptions = { from: 1, to: 1000, factor: 2, tolerance: 0.05, isWhole: false };
const USERS: SweepOptions = { from: 1, to: 64, factor: 2, tolerance: 0.01, isWhole: true };

describe('a sweep', () => {
  it('rises by the factor until a level is missed, then narrows the interval', () => {
    const levels = sweep(USERS, 21).map(({ level }) => level);
    expect(levels).toEqual([1, 2, 4, 8, 16, 32, 24, 20, 22, 21]);
    expect(highestMet(sweep(USERS, 21))).toBe(21);
  });

  it('finds any highest level within its tolerance', () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 999, noNaN: true }), (limit) => {
        const met = highestMet(sweep(RATES, limit));
        expect(met).toBeLessThanOrEqual(limit);
        expect(met).toBeGreaterThanOrEqual(limit / 1.05);
      }),
    );
  });

  it('finds whole levels exactly', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 64 }),
        fc.double({ min: 1.01, max: 4, noNaN: true }),
        (limit, factor) => {
          const steps = sweep({ ...USERS, factor, tolerance: 0.001 }, limit);
          expect(highestMet(steps)).toBe(limit);
          expect(steps.every(({ level }) => Number.isInteger(level))).toBe(true);
          expect(new Set(steps.map(({ level }) => level)).size).toBe(steps.length);
        },
      ),
    );
  });

  it('ends at its highest level when all are met, and at its lowest when that is missed', () => {
    expect(highestMet(sweep(USERS, 1000))).toBe(64);
    expect(sweep(USERS, 0)).toEqual([{ level: 1, isMet: false }]);
    expect(highestMet(sweep(USERS, 0))).toBeNaN();
  });

  it('does not count a level met above a missed one', () => {
    const steps = [
      { level: 1, isMet: true },
      { level: 2, isMet: false },
      { level: 4, isMet: true },
    ];
    expect(highestMet(steps)).toBe(1);
  });
});
