import { describe, expect, it } from 'vitest';
import { poissonArrivals } from '../../src/workload/arrivals.ts';
import { createRandom, type Random } from '../../src/workload/random.ts';
import {
  dispersion,
  exponentialDistance,
  gapsOf,
  serialCorrelation,
} from './arrival-statistics.ts';

/** Length of a schedule, in mean gaps. */
const UNTIL = 20_000;
const SEEDS = [1, 2, 3, 42, 2 ** 31 - 1];

/** Properties of a Poisson process; they hold for every seed above. */
function isPoisson(times: Float64Array): boolean {
  const gaps = gapsOf(times);
  return (
    exponentialDistance(gaps) < 1.95 &&
    Math.abs(dispersion(times, UNTIL, 10) - 1) < 0.1 &&
    Math.abs(dispersion(times, UNTIL, 100) - 1) < 0.3 &&
    Math.abs(serialCorrelation(gaps)) < 0.03
  );
}

/** Arrivals for any rule for gaps. */
function arrivalsOf(gap: () => number): Float64Array {
  const times: number[] = [];
  for (let time = gap(); time <= UNTIL; time += gap()) times.push(time);
  return Float64Array.from(times);
}

/** The combined arrivals of workers that each draw a schedule at their share of the rate. */
function mergedWorkers(randoms: readonly Random[]): Float64Array {
  const share = UNTIL / randoms.length;
  const each = randoms.map((random) => poissonArrivals(random, share));
  return Float64Array.from(
    each.flatMap((times) => [...times].map((time) => time * randoms.length)),
  ).toSorted();
}

describe('Poisson arrivals', () => {
  it.each(SEEDS)('have exponential gaps, independent and of mean 1 (seed %i)', (seed) => {
    const times = poissonArrivals(createRandom(seed, 'arrivals load'), UNTIL);
    expect(times.length).toBeGreaterThan(UNTIL - 4 * Math.sqrt(UNTIL));
    expect(times.length).toBeLessThan(UNTIL + 4 * Math.sqrt(UNTIL));
    expect(isPoisson(times)).toBe(true);
  });

  it('ascend from zero to the end, and end there', () => {
    const times = poissonArrivals(createRandom(1, 'a'), 1000);
    expect(gapsOf(times).filter((gap) => !(gap > 0))).toEqual([]);
    expect(times.at(-1)).toBeLessThanOrEqual(1000);
    expect(poissonArrivals(createRandom(1, 'a'), 0)).toHaveLength(0);
  });

  it('are the same for the same seed, and a longer schedule begins with the shorter', () => {
    const short = poissonArrivals(createRandom(5, 'a'), 100);
    const long = poissonArrivals(createRandom(5, 'a'), 200);
    expect([...long.subarray(0, short.length)]).toEqual([...short]);
    expect(poissonArrivals(createRandom(6, 'a'), 100)[0]).not.toBe(short[0]);
  });

  it('stay finite at the limits of the random numbers', () => {
    const fractions = [0, 1 - 2 ** -53, 0.5];
    let drawn = 0;
    const random: Random = {
      fraction: () => fractions[drawn++] ?? 0.999,
      index: () => 0,
    };
    const times = poissonArrivals(random, 100);
    expect([...times].every(Number.isFinite)).toBe(true);
    expect(times[0]).toBe(0);
    expect(times[1]).toBeCloseTo(53 * Math.log(2), 5);
  });
});

describe('the test of Poisson arrivals detects', () => {
  it('uniform gaps', () => {
    const random = createRandom(1, 'a');
    expect(isPoisson(arrivalsOf(() => 2 * random.fraction()))).toBe(false);
  });

  it('constant gaps', () => {
    expect(isPoisson(arrivalsOf(() => 1))).toBe(false);
  });

  it('a different rate', () => {
    const random = createRandom(1, 'a');
    expect(isPoisson(arrivalsOf(() => -Math.log(1 - random.fraction()) * 0.95))).toBe(false);
  });

  it('burstier gaps of the right mean', () => {
    const random = createRandom(1, 'a');
    const gap = (): number => -Math.log(1 - random.fraction());
    expect(isPoisson(arrivalsOf(() => (random.fraction() < 0.5 ? 0.5 : 1.5) * gap()))).toBe(false);
  });

  it('workers that reuse one seed, and only those', () => {
    const reused = Array.from({ length: 9 }, () => createRandom(1, 'worker'));
    const own = Array.from({ length: 9 }, (_, index) => createRandom(1, `worker ${index}`));
    expect(dispersion(mergedWorkers(reused), UNTIL, 10)).toBeGreaterThan(5);
    expect(isPoisson(mergedWorkers(reused))).toBe(false);
    expect(isPoisson(mergedWorkers(own))).toBe(true);
  });
});
