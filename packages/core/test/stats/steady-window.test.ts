import { describe, expect, it } from 'vitest';
import { findSteadyWindow, type SteadySignal } from '../../src/stats/steady-window.ts';
import { gammaNumber } from '../../src/workload/gamma-arrivals.ts';
import { createRandom } from '../../src/workload/random.ts';

const WINDOW = { beganNs: 5e9, endedNs: 65e9 };

type Points = Extract<SteadySignal, { kind: 'points' }>;

/** Latencies of requests that end at random times, around a level that depends on the time (0 to 1). */
function latencies(seed: number, count: number, level: (time: number) => number): Points {
  const random = createRandom(seed, 'latencies');
  const times = Float64Array.from({ length: count }, () => random.fraction()).toSorted();
  return {
    kind: 'points',
    timesNs: times.map((time) => WINDOW.beganNs + time * 60e9),
    values: times.map((time) => level(time) * (gammaNumber(random, 12) / 12)),
  };
}

/** Requests in flight: a level that depends on the time (0 to 1). */
function concurrency(level: (time: number) => number): SteadySignal {
  const steps = Array.from({ length: 600 }, (_, index) => Math.round(level(index / 600)));
  const beganNs = steps.flatMap((count, index) =>
    Array.from({ length: count }, () => WINDOW.beganNs + index * 1e8),
  );
  const began = Float64Array.from(beganNs);
  return { kind: 'intervals', beganNs: began, endedNs: began.map((ns) => ns + 1e8) };
}

const steady = (): number => 16;
const SEEDS = Array.from({ length: 40 }, (_, index) => index + 1);

/** The position of the steady segment in the window, from 0 to 1; undefined when there is none. */
function find(...signals: readonly SteadySignal[]): readonly [number, number] | undefined {
  const found = findSteadyWindow(signals, WINDOW);
  if (found.kind === 'none') return undefined;
  return [(found.beganNs - WINDOW.beganNs) / 60e9, (found.endedNs - WINDOW.beganNs) / 60e9];
}

describe('the steady window', () => {
  it('is the whole window when nothing changes', () => {
    const whole = SEEDS.filter((seed) => {
      const [from, to] = find(
        latencies(seed, 1000, () => 40),
        concurrency(steady),
      ) ?? [1, 0];
      return from === 0 && to === 1;
    });
    expect(whole.length).toBeGreaterThanOrEqual(38);
  });

  it('excludes a warm-up of slow responses', () => {
    const right = SEEDS.filter((seed) => {
      const slow = latencies(seed, 1000, (time) => (time < 0.2 ? 90 : 40));
      const [from, to] = find(slow, concurrency(steady)) ?? [0, 0];
      return Math.abs(from - 0.2) <= 0.04 && to === 1;
    });
    expect(right.length).toBeGreaterThanOrEqual(36);
  });

  it('excludes the rise and the fall of requests in flight', () => {
    const level = (time: number): number => Math.min(16, time * 160, (1 - time) * 160);
    const [from = 0, to = 0] =
      find(
        latencies(1, 1000, () => 40),
        concurrency(level),
      ) ?? [];
    expect(from).toBeGreaterThan(0.03);
    expect(from).toBeLessThan(0.15);
    expect(to).toBeGreaterThan(0.85);
    expect(to).toBeLessThan(0.97);
  });

  it('is the longer of two levels', () => {
    const level = (time: number): number => (time < 0.6 ? 30 : 80);
    const [from = 1, to = 0] = find(latencies(2, 1000, level), concurrency(steady)) ?? [];
    expect(from).toBe(0);
    expect(Math.abs(to - 0.6)).toBeLessThanOrEqual(0.04);
  });

  it('does not exist when responses become slower throughout', () => {
    const found = findSteadyWindow(
      [latencies(3, 2000, (time) => 20 + 200 * time), concurrency(steady)],
      WINDOW,
    );
    expect(found).toEqual({
      kind: 'none',
      cause: 'unsteady',
      reason: expect.stringContaining('the longest segment is'),
    });
  });

  it('does not exist with too few requests, and the reason names the minimum', () => {
    const found = findSteadyWindow([latencies(1, 47, () => 40)], WINDOW);
    expect(found).toEqual({
      kind: 'none',
      cause: 'few',
      reason: expect.stringContaining('48 requests'),
    });
  });

  it('does not exist when no request ended for a long time', () => {
    const { timesNs, ...rest } = latencies(1, 1000, () => 40);
    const early = timesNs.map((ns) => WINDOW.beganNs + (ns - WINDOW.beganNs) / 2);
    const found = findSteadyWindow([{ ...rest, timesNs: early }], WINDOW);
    expect(found).toEqual({
      kind: 'none',
      cause: 'gaps',
      reason: expect.stringContaining('no request ended in over 25% of the window'),
    });
  });

  it('is found when responses arrive in bursts, with bins longer than the time between two', () => {
    // Sixteen concurrent responses every 1.5 s of the minute: 40 bursts, the first ones slower.
    const burst = Float64Array.from({ length: 640 }, (_, index) => Math.floor(index / 16) * 1.5e9);
    const timesNs = burst.map((ns) => WINDOW.beganNs + ns + 1e6);
    const values = burst.map((ns) => (ns < 12e9 ? 90 : 40));
    const [from, to] = find({ kind: 'points', timesNs, values }, concurrency(steady)) ?? [0, 0];
    expect(Math.abs(from - 0.2)).toBeLessThanOrEqual(0.05);
    expect(to).toBe(1);
  });
});
