import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/spec/errors.ts';
import { createRandom } from '../../src/workload/random.ts';
import { makeSchedule, type Schedule, type ScheduleSpec } from '../../src/workload/schedule.ts';
import { dispersion, exponentialDistance, gapsOf } from './arrival-statistics.ts';

function make(spec: ScheduleSpec, seed = 1): Schedule {
  return makeSchedule(spec, createRandom(seed, 'arrivals'));
}

const MINUTE_MS = 60_000;

describe('a schedule', () => {
  it('of a constant rate has equal gaps, the first request at once', () => {
    const { offsetsNs, durationNs } = make({
      shape: 'constant',
      ratePerSecond: 40,
      durationMs: 1000,
    });
    expect(offsetsNs).toHaveLength(40);
    expect(offsetsNs[0]).toBe(0);
    expect(gapsOf(offsetsNs).slice(1)).toEqual(Array.from({ length: 39 }, () => 25e6));
    expect(durationNs).toBe(1e9);
  });

  it.each([0.1, 0.3, 3, 7, 333])('of a constant %s a second loses none to rounding', (rate) => {
    const { offsetsNs } = make({
      shape: 'constant',
      ratePerSecond: rate,
      durationMs: 10 * MINUTE_MS,
    });
    expect(offsetsNs).toHaveLength(Math.round(rate * 600));
  });

  it('of Poisson arrivals has their gaps at its rate', () => {
    const { offsetsNs } = make({
      shape: 'poisson',
      ratePerSecond: 200,
      durationMs: MINUTE_MS,
    });
    const inMeanGaps = offsetsNs.map((ns) => ns / 5e6);
    expect(exponentialDistance(gapsOf(inMeanGaps))).toBeLessThan(1.95);
    expect(Math.abs(dispersion(inMeanGaps, 12_000, 10) - 1)).toBeLessThan(0.15);
  });

  it('of a trace is the trace, faster where asked', () => {
    const { offsetsNs, ratePerSecond } = make({ shape: 'trace', atMs: [0, 10, 30], speed: 2 });
    expect([...offsetsNs]).toEqual([0, 5e6, 15e6]);
    expect(ratePerSecond).toBeCloseTo(2 / 0.015, 6);
  });

  it.each([[[0]], [[0, 0, 0]], [[]]])(
    'of a trace has no rate where it takes no time: %j',
    (atMs) => {
      expect(make({ shape: 'trace', atMs, speed: 1 }).ratePerSecond).toBeNaN();
    },
  );

  it.each([
    { shape: 'constant', ratePerSecond: 50, durationMs: 2000 },
    { shape: 'poisson', ratePerSecond: 50, durationMs: 2000 },
    { shape: 'gamma', ratePerSecond: 50, burstiness: 0.5, durationMs: 2000 },
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
    { shape: 'constant', ratePerSecond: 0, durationMs: 1 },
    { shape: 'poisson', ratePerSecond: Number.NaN, durationMs: 1 },
    { shape: 'poisson', ratePerSecond: 1, durationMs: -1 },
    { shape: 'gamma', ratePerSecond: 1, burstiness: 0, durationMs: 1 },
    { shape: 'ramp', fromPerSecond: 0, toPerSecond: 0, durationMs: 1 },
    { shape: 'ramp', fromPerSecond: -1, toPerSecond: 5, durationMs: 1 },
    { shape: 'trace', atMs: [0], speed: 0 },
    { shape: 'poisson', ratePerSecond: 1e9, durationMs: 1e6 },
  ] as const)('is refused when it makes no sense: %o', (spec) => {
    expect(() => make(spec)).toThrow(ConfigError);
  });
});
