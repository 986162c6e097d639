import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/spec/error/errors.ts';
import { createRandom } from '../../src/workload/random.ts';
import { makeSchedule, type Schedule, type ScheduleSpec } from '../../src/workload/schedule.ts';
import { dispersion, exponentialDistance, gapsOf } from './arrival-statistics.ts';

function make(spec: ScheduleSpec, seed = 1): Schedule {
  return makeSchedule(spec, createRandom(seed, 'arrivals'));
}

const MINUTE_MS = 60_000;

/** Ends after a duration, without a warm-up. */
function timed(durationMs: number, minArrivals = 0) {
  return { warmup: 0, end: { kind: 'time', durationMs, minArrivals } } as const;
}

describe('a schedule', () => {
  it.each([
    { shape: 'constant' },
    { shape: 'poisson' },
    { shape: 'gamma', burstiness: 0.25 },
  ] as const)(
    'of shape $shape has exactly the configured number of arrivals when it ends by count',
    (shape) => {
      const end = { kind: 'count', arrivals: 500 } as const;
      const { offsetsNs, durationNs } = make({ ...shape, ratePerSecond: 50, warmup: 16, end });
      expect(offsetsNs).toHaveLength(516);
      expect(durationNs).toBe(offsetsNs.at(-1));
    },
  );

  it.each([
    { shape: 'constant' },
    { shape: 'poisson' },
    { shape: 'gamma', burstiness: 0.25 },
  ] as const)('of shape $shape counts its time from the end of the warm-up', (shape) => {
    const rate = { ...shape, ratePerSecond: 50 };
    const whole = make({ ...rate, ...timed(2000, 0), warmup: 16 });
    const beganNs = shape.shape === 'constant' ? (16 / 50) * 1e9 : (whole.offsetsNs[15] ?? 0);
    expect(whole.durationNs - beganNs).toBeCloseTo(2e9, 0);
    // The arrivals equal those of a schedule with another end.
    const other = make({ ...rate, warmup: 0, end: { kind: 'count', arrivals: 40 } });
    expect(whole.offsetsNs.slice(0, 40)).toEqual(other.offsetsNs);
  });

  it.each([1, 2, 3, 4, 5])('continues until its minimum number of arrivals (seed %i)', (seed) => {
    const spec = { shape: 'gamma', burstiness: 0.1, ratePerSecond: 10 } as const;
    const { offsetsNs, durationNs } = make({ ...spec, ...timed(1000, 64), warmup: 3 }, seed);
    expect(offsetsNs.length).toBeGreaterThanOrEqual(67);
    // At least the time that these arrivals take at this rate, and at least up to the last of them.
    expect(durationNs - (offsetsNs[2] ?? 0)).toBeGreaterThanOrEqual(6.4e9 - 1);
    expect(durationNs).toBeGreaterThanOrEqual(offsetsNs[66] ?? Infinity);
    expect(offsetsNs.at(-1)).toBeLessThanOrEqual(durationNs);
  });

  it('of a constant rate has equal gaps, the first request immediately', () => {
    const { offsetsNs, durationNs } = make({
      shape: 'constant',
      ratePerSecond: 40,
      ...timed(1000),
    });
    expect(offsetsNs).toHaveLength(40);
    expect(offsetsNs[0]).toBe(0);
    expect(gapsOf(offsetsNs).slice(1)).toEqual(Array.from({ length: 39 }, () => 25e6));
    expect(durationNs).toBe(1e9);
  });

  it.each([0.1, 0.3, 3, 7, 333])('at a constant %s req/s loses no arrival to rounding', (rate) => {
    const { offsetsNs } = make({
      shape: 'constant',
      ratePerSecond: rate,
      ...timed(10 * MINUTE_MS),
    });
    expect(offsetsNs).toHaveLength(Math.round(rate * 600));
  });

  it('of Poisson arrivals has exponential gaps at its rate', () => {
    const { offsetsNs } = make({
      shape: 'poisson',
      ratePerSecond: 200,
      ...timed(MINUTE_MS),
    });
    const inMeanGaps = offsetsNs.map((ns) => ns / 5e6);
    expect(exponentialDistance(gapsOf(inMeanGaps))).toBeLessThan(1.95);
    expect(Math.abs(dispersion(inMeanGaps, 12_000, 10) - 1)).toBeLessThan(0.15);
  });

  it('of a trace equals the trace, at the configured speed', () => {
    const { offsetsNs, ratePerSecond } = make({
      shape: 'trace',
      atNs: Float64Array.of(0, 10e6, 30e6),
      speed: 2,
    });
    expect([...offsetsNs]).toEqual([0, 5e6, 15e6]);
    expect(ratePerSecond).toBeCloseTo(2 / 0.015, 6);
  });

  it.each([[[0]], [[0, 0, 0]], [[]]])(
    'of a trace has no rate when it takes no time: %j',
    (atMs) => {
      const atNs = Float64Array.from(atMs, (ms) => ms * 1e6);
      expect(make({ shape: 'trace', atNs, speed: 1 }).ratePerSecond).toBeNaN();
    },
  );

  it.each([
    { shape: 'constant', ratePerSecond: 50, ...timed(2000) },
    { shape: 'poisson', ratePerSecond: 50, ...timed(2000) },
    { shape: 'gamma', ratePerSecond: 50, burstiness: 0.5, ...timed(2000) },
    { shape: 'ramp', fromPerSecond: 0, toPerSecond: 100, durationMs: 2000 },
    { shape: 'ramp', fromPerSecond: 100, toPerSecond: 0, durationMs: 2000 },
  ] as const)('of shape $shape ascends within its length, and is the same for a seed', (spec) => {
    const { offsetsNs, durationNs } = make(spec);
    expect(offsetsNs.length).toBeGreaterThan(40);
    expect(offsetsNs).toEqual(offsetsNs.toSorted());
    expect(offsetsNs[0]).toBeGreaterThanOrEqual(0);
    expect(offsetsNs.at(-1)).toBeLessThanOrEqual(durationNs);
    expect(make(spec).offsetsNs).toEqual(offsetsNs);
    const isDrawn = spec.shape !== 'constant';
    expect(Buffer.from(make(spec, 2).offsetsNs.buffer).equals(Buffer.from(offsetsNs.buffer))).toBe(
      !isDrawn,
    );
  });

  it.each([
    { shape: 'constant', ratePerSecond: 0, ...timed(1) },
    { shape: 'poisson', ratePerSecond: Number.NaN, ...timed(1) },
    { shape: 'poisson', ratePerSecond: 1, ...timed(-1) },
    { shape: 'gamma', ratePerSecond: 1, burstiness: 0, ...timed(1) },
    { shape: 'ramp', fromPerSecond: 0, toPerSecond: 0, durationMs: 1 },
    { shape: 'ramp', fromPerSecond: -1, toPerSecond: 5, durationMs: 1 },
    { shape: 'trace', atNs: Float64Array.of(0), speed: 0 },
    { shape: 'poisson', ratePerSecond: 1e9, ...timed(1e6) },
  ] as const)('is rejected when it is invalid: %o', (spec) => {
    expect(() => make(spec)).toThrow(ConfigError);
  });
});
