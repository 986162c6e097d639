import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawLength, lengthBounds, meanLength } from '../../../src/workload/length-spec.ts';
import type { BellLength } from '../../../src/workload/lengths/bell-length.ts';
import { normalBelow } from '../../../src/workload/lengths/normal-distribution.ts';
import { createRandom } from '../../../src/workload/random.ts';
import { distanceFrom } from '../gamma-distribution.ts';

function drawn(spec: BellLength, count: number): number[] {
  const random = createRandom(3, 'lengths');
  return Array.from({ length: count }, () => drawLength(spec, random));
}

/** Share of lengths up to a value, for lengths that are whole numbers between bounds. */
function below(spec: BellLength, deviationsOf: (length: number) => number) {
  const { min, max } = lengthBounds(spec);
  const [from, to] = [min - 0.5, max + 0.5].map((edge) => normalBelow(deviationsOf(edge)));
  return (length: number): number => {
    const share = normalBelow(deviationsOf(length + 0.5));
    return (share - (from ?? 0)) / ((to ?? 1) - (from ?? 0));
  };
}

/**
 * The largest distance of the shares of whole lengths from those of the distribution, times the square root of their number.
 * Below 1.95 as for a continuous one, since it is only looked at where lengths change.
 */
function distance(lengths: readonly number[], shareUpTo: (length: number) => number): number {
  const ascending = lengths.toSorted((one, other) => one - other);
  let largest = 0;
  for (const [index, length] of ascending.entries()) {
    if (ascending[index + 1] === length) continue;
    largest = Math.max(largest, Math.abs((index + 1) / ascending.length - shareUpTo(length)));
  }
  return largest * Math.sqrt(ascending.length);
}

const NORMAL = { distribution: 'normal', mean: 512, deviation: 64 } as const;
const LOGNORMAL = { distribution: 'lognormal', median: 512, sigma: 0.5 } as const;
const ofNormal = (length: number): number => (length - 512) / 64;
const ofLognormal = (length: number): number => Math.log(length / 512) / 0.5;

describe('a normal length', () => {
  it('is normally distributed', () => {
    expect(distance(drawn(NORMAL, 20_000), below(NORMAL, ofNormal))).toBeLessThan(1.95);
  });

  it('is the distribution between its bounds where it is cut', () => {
    const cut = { ...NORMAL, min: 480, max: 700 };
    const lengths = drawn(cut, 20_000);
    expect(Math.min(...lengths)).toBe(480);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(700);
    expect(distance(lengths, below(cut, ofNormal))).toBeLessThan(1.95);
  });

  it('has the configured mean', () => {
    const lengths = drawn(NORMAL, 20_000);
    const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
    // Four standard errors.
    expect(Math.abs(mean - meanLength(NORMAL))).toBeLessThan((4 * 64) / Math.sqrt(20_000));
  });
});

describe('a log-normal length', () => {
  it('has a normally distributed logarithm', () => {
    expect(distance(drawn(LOGNORMAL, 20_000), below(LOGNORMAL, ofLognormal))).toBeLessThan(1.95);
  });

  it('is the distribution between its bounds where it is cut', () => {
    const cut = { ...LOGNORMAL, min: 16, max: 600 };
    expect(distance(drawn(cut, 20_000), below(cut, ofLognormal))).toBeLessThan(1.95);
  });

  it('has half of its lengths below the median', () => {
    const lengths = drawn(LOGNORMAL, 20_000);
    const short = lengths.filter((length) => length < 512).length;
    expect(Math.abs(short / lengths.length - 0.5)).toBeLessThan(0.02);
  });
});

describe('a bell-shaped length', () => {
  it('stays within 4 deviations where it has no bounds, and is at least 1', () => {
    expect(lengthBounds(NORMAL)).toEqual({ min: 256, max: 768 });
    expect(lengthBounds(LOGNORMAL)).toEqual({ min: 69, max: 3784 });
    expect(lengthBounds({ ...NORMAL, deviation: 600 })).toEqual({ min: 1, max: 2912 });
  });

  it('is a whole number within its bounds, however far these are from its center', () => {
    const bounds = fc.tuple(fc.integer({ min: 1, max: 5000 }), fc.nat(5000));
    fc.assert(
      fc.property(bounds, fc.nat(), fc.boolean(), ([min, width], seed, isNormal) => {
        const cut = { min, max: min + width };
        const spec = isNormal ? { ...NORMAL, ...cut } : { ...LOGNORMAL, ...cut };
        const length = drawLength(spec, createRandom(seed, 'lengths'));
        expect(Number.isInteger(length)).toBe(true);
        expect(length).toBeGreaterThanOrEqual(min);
        expect(length).toBeLessThanOrEqual(min + width);
      }),
    );
  });

  it('takes one random number, so that seeds give the same lengths', () => {
    expect(drawn(NORMAL, 20)).toEqual(drawn(NORMAL, 20));
  });
});

describe('the standard normal distribution', () => {
  it('has the shares of its tables', () => {
    expect(normalBelow(0)).toBeCloseTo(0.5, 6);
    expect(normalBelow(1.959964)).toBeCloseTo(0.975, 6);
    expect(normalBelow(-3)).toBeCloseTo(0.0013499, 7);
  });
});

describe('a uniform length', () => {
  it('has every length between its bounds alike', () => {
    const random = createRandom(3, 'lengths');
    const lengths = Array.from({ length: 20_000 }, () =>
      drawLength({ min: 100, max: 499 }, random),
    );
    // Spread within each whole number, the lengths are those of a continuous distribution.
    const spread = lengths.map((length) => length + random.fraction());
    expect(distanceFrom(spread, (x) => (x - 100) / 400)).toBeLessThan(1.95);
  });
});
