import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/workload/random.ts';
import { rampArrivals } from '../../src/workload/ramp-arrivals.ts';
import { exponentialDistance, gapsOf } from './arrival-statistics.ts';
import { distanceFrom } from './gamma-distribution.ts';

const SEEDS = [1, 2, 3, 42];
const RAMPS = [
  [0, 20_000],
  [20_000, 0],
  [5000, 15_000],
  [10_000, 10_000],
] as const;
const CASES = RAMPS.flatMap(([from, to]) => SEEDS.map((seed) => ({ from, to, seed })));

/** Expected share of the arrivals before a time. */
function shareBefore(from: number, to: number, time: number): number {
  return (from * time + ((to - from) * time * time) / 2) / ((from + to) / 2);
}

function distance(times: Float64Array, from: number, to: number): number {
  return distanceFrom([...times], (time) => shareBefore(from, to, time));
}

describe('a ramp of arrivals', () => {
  it.each(CASES)('rises linearly from $from to $to (seed $seed)', ({ from, to, seed }) => {
    const times = rampArrivals(createRandom(seed, 'ramp'), from, to);
    const expected = (from + to) / 2;
    expect(Math.abs(times.length - expected)).toBeLessThan(4 * Math.sqrt(expected));
    expect(distance(times, from, to)).toBeLessThan(1.95);
  });

  it.each(CASES)('is Poisson throughout, from $from to $to (seed $seed)', ({ from, to, seed }) => {
    const times = rampArrivals(createRandom(seed, 'ramp'), from, to);
    // Transformed back, the times are those of a process of rate 1.
    const back = times.map((time) => shareBefore(from, to, time) * ((from + to) / 2));
    expect(exponentialDistance(gapsOf(back))).toBeLessThan(1.95);
  });
});

describe('the test of a ramp detects', () => {
  it('a constant rate', () => {
    const times = rampArrivals(createRandom(1, 'ramp'), 10_000, 10_000);
    expect(distance(times, 9000, 11_000)).toBeGreaterThan(1.95);
  });

  it('a ramp in the other direction', () => {
    const times = rampArrivals(createRandom(1, 'ramp'), 12_000, 8000);
    expect(distance(times, 8000, 12_000)).toBeGreaterThan(1.95);
  });

  it('steps instead of a straight line', () => {
    const parts = [2500, 7500, 12_500, 17_500].map((rate, index) =>
      rampArrivals(createRandom(index, 'step'), rate / 4, rate / 4).map(
        (time) => (time + index) / 4,
      ),
    );
    const times = Float64Array.from(parts.flatMap((part) => [...part]));
    expect(distance(times, 0, 20_000)).toBeGreaterThan(1.95);
  });
});
