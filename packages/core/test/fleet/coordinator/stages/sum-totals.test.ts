import { describe, expect, it } from 'vitest';
import { sumTotals } from '../../../../src/fleet/coordinator/stages/sum-totals.ts';

const ONE = { measured: 4, good: 3, abandoned: 0, requestsPerSecond: 2 };

describe('sumTotals', () => {
  it('adds rates, without those of workers that measured nothing', () => {
    const nothing = { measured: 0, good: 0, abandoned: 0, requestsPerSecond: Number.NaN };
    expect(sumTotals([ONE, nothing, ONE])).toEqual({
      measured: 8,
      good: 6,
      abandoned: 0,
      requestsPerSecond: 4,
    });
    expect(sumTotals([nothing]).requestsPerSecond).toBeNaN();
  });

  it('keeps why a stage ended itself on any worker', () => {
    const endedBy = { kind: 'exhausted', afterMs: 5, requests: 4 } as const;
    expect(sumTotals([ONE, { ...ONE, endedBy }, ONE]).endedBy).toBe(endedBy);
  });
});
