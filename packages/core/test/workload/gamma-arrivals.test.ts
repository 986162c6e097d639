import { describe, expect, it } from 'vitest';
import { gammaTimes } from '../../src/workload/gamma-arrivals.ts';
import { createRandom } from '../../src/workload/random.ts';
import { dispersion, exponentialDistance, gapsOf } from './arrival-statistics.ts';
import { distanceFrom, gammaBelow } from './gamma-distribution.ts';

const UNTIL = 20_000;
const SEEDS = [1, 2, 42];
const SHAPES = [0.25, 0.5, 1, 2, 8];
const CASES = SHAPES.flatMap((shape) => SEEDS.map((seed) => ({ shape, seed })));

function arrivals(seed: number, shape: number): Float64Array {
  const times: number[] = [];
  for (const time of gammaTimes(createRandom(seed, 'gamma'), shape)) {
    if (time > UNTIL) break;
    times.push(time);
  }
  return Float64Array.from(times);
}

function gapsFor(shape: number, seed: number): number[] {
  return gapsOf(arrivals(seed, shape));
}

/** Distance of the gaps from those of a gamma distribution of mean 1. */
function distance(gaps: readonly number[], shape: number): number {
  return distanceFrom(gaps, (gap) => gammaBelow(shape, gap * shape));
}

describe('gamma arrivals', () => {
  it.each(CASES)('have gaps of their distribution (burstiness $shape, seed $seed)', (one) => {
    const gaps = gapsFor(one.shape, one.seed);
    expect(distance(gaps, one.shape)).toBeLessThan(1.95);
  });

  it.each(CASES)('have the requested mean (burstiness $shape, seed $seed)', (one) => {
    const count = gapsFor(one.shape, one.seed).length;
    // Four standard deviations of the number of renewals.
    expect(Math.abs(count - UNTIL)).toBeLessThan(4 * Math.sqrt(UNTIL / one.shape));
  });

  it('are a Poisson process for a burstiness of 1', () => {
    expect(exponentialDistance(gapsFor(1, 7))).toBeLessThan(1.95);
  });

  it('are bursty below 1 and steady above, as the dispersion of counts shows', () => {
    const over = (shape: number): number => dispersion(arrivals(3, shape), UNTIL, 50);
    // For long bins the dispersion of a renewal process is the squared variation of its gaps, 1 / shape.
    expect(over(0.25)).toBeGreaterThan(3);
    expect(over(0.25)).toBeLessThan(5);
    expect(over(4)).toBeGreaterThan(0.18);
    expect(over(4)).toBeLessThan(0.36);
  });
});

describe('the test of gamma arrivals detects', () => {
  it.each([
    [0.5, 0.55],
    [1, 1.1],
    [2, 2.2],
    [8, 7],
  ])('gaps of burstiness %s instead of %s', (made, claimed) => {
    expect(distance(gapsFor(made, 1), claimed)).toBeGreaterThan(1.95);
  });

  it('uniform gaps of the right mean and variance', () => {
    const random = createRandom(1, 'uniform');
    // The variance is 1/3 of the mean squared, as for a burstiness of 3.
    const gaps = Array.from({ length: UNTIL }, () => 2 * random.fraction());
    expect(distance(gaps, 3)).toBeGreaterThan(1.95);
  });
});
