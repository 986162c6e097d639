import { describe, expect, it } from 'vitest';
import { OverSaturation } from '../../../../src/phase/stage/ending/over-saturation.ts';
import { createRandom } from '../../../../src/workload/random.ts';
import { rowAt } from '../../watch/rows.ts';

/** A queue in front of slots, with exponential service times; TTFT takes the first fifth of a service. */
interface Queue {
  /** Poisson arrivals per second at the beginning and at the end. */
  readonly rate: number;
  readonly toRate?: number;
  readonly slots: number;
  readonly serviceMs: number;
  readonly minutes: number;
}

interface Moment {
  readonly atMs: number;
  readonly ended?: { readonly sentMs: number; readonly firstTokenMs: number };
}

function momentsOf(seed: number, { rate, toRate = rate, slots, serviceMs, minutes }: Queue) {
  const random = createRandom(seed, 'queue');
  const drawn = (mean: number): number => -Math.log(1 - random.fraction()) * mean;
  const endMs = minutes * 60_000;
  const free = new Float64Array(slots);
  const moments: Moment[] = [];
  for (let sentMs = drawn(1000 / rate); sentMs < endMs;) {
    const slot = free.indexOf(Math.min(...free));
    const beganMs = Math.max(sentMs, free[slot] ?? 0);
    const tookMs = drawn(serviceMs);
    free[slot] = beganMs + tookMs;
    const ended = { sentMs, firstTokenMs: beganMs + tookMs / 5 };
    moments.push({ atMs: sentMs }, { atMs: beganMs + tookMs, ended });
    sentMs += drawn(1000 / (rate + ((toRate - rate) * sentMs) / endMs));
  }
  return moments
    .filter(({ atMs }) => atMs <= endMs)
    .toSorted((one, other) => one.atMs - other.atMs);
}

/** @returns when over-saturation was detected, seconds; undefined when it was not */
function endOf(seed: number, queue: Queue): number | undefined {
  const watch = new OverSaturation();
  for (const { atMs, ended } of momentsOf(seed, queue)) {
    if (ended === undefined) {
      watch.noteSent(atMs * 1e6);
      continue;
    }
    const sentNs = ended.sentMs * 1e6;
    const row = rowAt(atMs, { sentNs, firstTokenNs: ended.firstTokenMs * 1e6 });
    if (watch.take(row) !== undefined) return atMs / 1000;
  }
  return undefined;
}

const SEEDS = Array.from({ length: 20 }, (_, index) => index + 1);
/** Sustains 40 requests per second. */
const SHORT = { slots: 4, serviceMs: 100, minutes: 2 };
/** Sustains 4 requests per second. */
const LONG = { slots: 16, serviceMs: 4000, minutes: 5 };

describe('over-saturation', () => {
  it.each([
    ['half of the capacity', { ...SHORT, rate: 20 }],
    ['nine tenths of the capacity', { ...SHORT, rate: 36 }],
    ['exactly the capacity', { ...SHORT, rate: 40 }],
    ['nine tenths of the capacity, with long responses', { ...LONG, rate: 3.6 }],
    ['a server that fills for 20 s', { rate: 4, slots: 400, serviceMs: 20_000, minutes: 5 }],
    ['a ramp to three quarters of the capacity', { ...SHORT, rate: 1, toRate: 30 }],
  ])('is never detected at %s', (_, queue) => {
    expect(SEEDS.flatMap((seed) => endOf(seed, queue) ?? [])).toEqual([]);
  });

  it.each([
    ['1.25 times the capacity', { ...SHORT, rate: 50 }, 60],
    ['1.5 times the capacity', { ...SHORT, rate: 60 }, 20],
    ['2.5 times the capacity', { ...SHORT, rate: 100 }, 11],
    ['1.5 times the capacity, with long responses', { ...LONG, rate: 6 }, 150],
    ['a ramp to twice the capacity', { ...SHORT, rate: 1, toRate: 80 }, 120],
  ])('is detected at %s, long before the end', (_, queue, withinSeconds) => {
    for (const seed of SEEDS) {
      const seconds = endOf(seed, queue);
      expect(seconds, `seed ${seed}`).toBeGreaterThanOrEqual(10);
      expect(seconds, `seed ${seed}`).toBeLessThan(withinSeconds);
    }
  });

  it('is not detected when requests in flight rise and TTFT does not', () => {
    // Each response takes longer than the previous one, with the same TTFT.
    const watch = new OverSaturation();
    const moments: Moment[] = [];
    for (let sentMs = 0; sentMs < 60_000; sentMs += 20) {
      const atMs = sentMs + 100 + sentMs / 2;
      moments.push({ atMs: sentMs }, { atMs, ended: { sentMs, firstTokenMs: sentMs + 30 } });
    }
    const found = moments
      .toSorted((one, other) => one.atMs - other.atMs)
      .flatMap(({ atMs, ended }) => {
        if (ended === undefined) return watch.noteSent(atMs * 1e6) ?? [];
        const { sentMs, firstTokenMs } = ended;
        const times = { sentNs: sentMs * 1e6, firstTokenNs: firstTokenMs * 1e6 };
        return watch.take(rowAt(atMs, times)) ?? [];
      });
    expect(found).toEqual([]);
  });
});
