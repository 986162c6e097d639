import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../src/workload/random.ts';
import { scaleTrace, type TraceScaling } from '../../../src/workload/load-dataset/scale-trace.ts';
import { distanceFrom } from '../gamma-distribution.ts';

const MS = 1e6;
const SAME: TraceScaling = { scaleRate: 1, isSpread: false };

/** A trace in steps of 3 s with 20 requests at each time, as Mooncake's are. */
const BATCHED = Array.from({ length: 4_000 }, (_, row) => Math.floor(row / 20) * 3_000);

function scaled(timesMs: readonly number[], change: Partial<TraceScaling>, seed = 1) {
  const rows = timesMs.map((atMs, row) => ({ row, atMs }));
  const random = createRandom(seed, 'trace');
  return [...scaleTrace(rows, ({ atMs }) => atMs * MS, { ...SAME, ...change }, random)].map(
    ({ row, copy, atNs }) => ({ row: row.row, copy, atMs: atNs / MS }),
  );
}

const TIMES = fc
  .array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 60 })
  .map((times) => times.toSorted((one, other) => one - other));
const SCALING = fc.record({
  scaleRate: fc.double({ min: 0.1, max: 5, noNaN: true }),
  isSpread: fc.boolean(),
});

describe('a trace', () => {
  it('is the same without scaling', () => {
    expect(scaled([0, 3_000, 3_001, 9_000], {})).toEqual([
      { row: 0, copy: 0, atMs: 0 },
      { row: 1, copy: 0, atMs: 3_000 },
      { row: 2, copy: 0, atMs: 3_001 },
      { row: 3, copy: 0, atMs: 9_000 },
    ]);
  });

  it('arrives in order of time, however it is scaled', () => {
    fc.assert(
      fc.property(TIMES, SCALING, (times, scaling) => {
        const arrivals = scaled(times, scaling).map(({ atMs }) => atMs);
        expect(arrivals).toEqual(arrivals.toSorted((one, other) => one - other));
      }),
    );
  });

  it('begins alike whatever follows, so that it need not be held in memory', () => {
    fc.assert(
      fc.property(TIMES, SCALING, (times, scaling) => {
        const longer = [...times, ...times.map((atMs) => atMs + 40_000)];
        // Where the last step ends is only known from what follows it.
        const until = (times.at(-1) ?? 0) - 5;
        const first = (all: readonly number[]) =>
          scaled(all, scaling).filter(({ row, atMs }) => (all[row] ?? 0) < until && atMs < until);
        expect(first(longer)).toEqual(first(times));
      }),
    );
  });
});

describe('a trace at a share of its rate', () => {
  it('keeps each request with that probability, at its time', () => {
    const kept = scaled(BATCHED, { scaleRate: 0.25 });
    // Four standard deviations of a binomial count.
    expect(Math.abs(kept.length - 1_000)).toBeLessThan(4 * Math.sqrt(4_000 * 0.25 * 0.75));
    for (const { row, copy, atMs } of kept) {
      expect(copy).toBe(0);
      expect(atMs).toBe(BATCHED[row]);
    }
  });

  it('leaves out other requests with another seed', () => {
    const rowsOf = (seed: number) =>
      scaled(BATCHED, { scaleRate: 0.5 }, seed).map(({ row }) => row);
    expect(rowsOf(1)).toEqual(rowsOf(1));
    expect(rowsOf(1)).not.toEqual(rowsOf(2));
  });
});

describe('a trace at a multiple of its rate', () => {
  it('repeats every request, each repetition at a random time until the next step', () => {
    const arrivals = scaled(BATCHED, { scaleRate: 3 });
    expect(arrivals).toHaveLength(12_000);
    const originals = arrivals.filter(({ copy }) => copy === 0);
    expect(originals.map(({ row }) => row)).toEqual(BATCHED.map((_, row) => row));
    for (const { row, atMs } of originals) expect(atMs).toBe(BATCHED[row]);
    const places = arrivals
      .filter(({ copy }) => copy > 0)
      .map(({ row, atMs }) => (atMs - (BATCHED[row] ?? 0)) / 3_000);
    expect(distanceFrom(places, (share) => share)).toBeLessThan(1.95);
  });

  it('repeats a share of the requests once more for a fraction', () => {
    const repeated = scaled(BATCHED, { scaleRate: 1.25 }).length - 4_000;
    expect(Math.abs(repeated - 1_000)).toBeLessThan(4 * Math.sqrt(4_000 * 0.25 * 0.75));
  });
});

describe('a trace whose times are spread', () => {
  it('has the requests of each step uniformly within it, in their order', () => {
    const arrivals = scaled(BATCHED, { isSpread: true });
    expect(arrivals.map(({ row }) => row)).toEqual(BATCHED.map((_, row) => row));
    const places = arrivals.map(({ row, atMs }) => (atMs - (BATCHED[row] ?? 0)) / 3_000);
    expect(distanceFrom(places, (share) => share)).toBeLessThan(1.95);
  });

  it('takes times that differ by a millisecond or two for one step', () => {
    const times = [0, 0, 2_999, 3_001, 6_000, 6_000];
    const step = scaled(times, { isSpread: true }, 5).slice(2, 4);
    for (const { atMs } of step) {
      // By itself, the first of them would arrive before the second.
      expect(atMs).toBeGreaterThan(3_001);
      expect(atMs).toBeLessThan(6_000);
    }
  });

  it('stays together where it has one time', () => {
    expect(scaled([5, 5, 5], { isSpread: true }).map(({ atMs }) => atMs)).toEqual([5, 5, 5]);
  });
});
