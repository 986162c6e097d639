import { describe, expect, test } from 'vitest';
import { blockLengthOf } from '../../../src/stats/dependence/block-length.ts';
import { syntheticValues } from '../synthetic-values.ts';

function lengthAt(memory: number, count = 2000): number {
  return blockLengthOf(syntheticValues({ seed: 3, count, memory }));
}

describe('blockLengthOf', () => {
  test('grows with the dependence of neighbors', () => {
    const lengths = [0, 0.3, 0.6, 0.9].map((memory) => lengthAt(memory));
    expect(lengths).toEqual(lengths.toSorted((a, b) => a - b));
    expect(lengths[0]).toBeLessThan(10);
    expect(lengths[3]).toBeGreaterThan(50);
  });

  test('leaves at least ten blocks, for any values', () => {
    const drift = Float64Array.from({ length: 500 }, (_, index) => index);
    expect(blockLengthOf(drift)).toBe(50);
  });

  test('makes at most 400 blocks, so that a million requests cost no more than a few thousand', () => {
    expect(lengthAt(0, 400_000)).toBeGreaterThanOrEqual(1000);
  });

  test('accepts few values, equal values and failed requests', () => {
    expect(blockLengthOf(Float64Array.of(1, 2, 3))).toBe(1);
    expect(blockLengthOf(new Float64Array(100).fill(7))).toBe(1);
    expect(blockLengthOf(new Float64Array(100).fill(Infinity))).toBe(1);
    const failing = syntheticValues({ seed: 4, count: 2000, memory: 0.6, failedShare: 0.01 });
    const same = syntheticValues({ seed: 4, count: 2000, memory: 0.6 });
    expect(blockLengthOf(failing) / blockLengthOf(same)).toBeCloseTo(1, 0);
  });
});
