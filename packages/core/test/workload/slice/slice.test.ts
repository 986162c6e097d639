import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  narrowed,
  parseSlice,
  shifted,
  sliced,
  slicedDraw,
  sliceOf,
  WHOLE,
  type Slice,
} from '../../../src/workload/slice/slice.ts';
import { sliceSchedule } from '../../../src/workload/schedule.ts';

function slicesOf(count: number): Slice[] {
  return Array.from({ length: count }, (_, index) => ({ index, count }));
}

describe('a slice', () => {
  it('is read as index and number', () => {
    expect(parseSlice('0/4')).toEqual({ index: 0, count: 4 });
    expect(parseSlice('3/4')).toEqual({ index: 3, count: 4 });
    expect(parseSlice('0/1')).toEqual(WHOLE);
  });

  it.each(['4/4', '1/0', '-1/4', '1', '1/', '/2', '1.5/3', '0/10001', 'a/b', '1/2/3'])(
    'rejects "%s"',
    (text) => {
      expect(() => parseSlice(text)).toThrow(`invalid slice "${text}": expected I/N`);
    },
  );

  it('has a share, and the shares of all slices are the total', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.integer({ min: 1, max: 40 }), (total, count) => {
        const shares = slicesOf(count).map((slice) => sliceOf(total, slice));
        expect(shares.reduce((sum, share) => sum + share, 0)).toBe(total);
        expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
        for (const slice of slicesOf(count)) {
          const places = Array.from({ length: total }, (_, place) => place);
          const own = [...sliced(places, slice)];
          expect(own).toEqual(places.filter((place) => place % count === slice.index));
          expect(own).toHaveLength(sliceOf(total, slice));
        }
      }),
    );
  });

  it('has the same places of what begins later', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.integer({ min: 1, max: 12 }), fc.nat(30), (total, count, by) => {
        for (const slice of slicesOf(count)) {
          const places = Array.from({ length: total }, (_, place) => place);
          const later = [...sliced(places, shifted(slice, by))].map((place) => place + by);
          expect(later.every((place) => place % count === slice.index)).toBe(true);
          expect(sliceOf(by, slice) + sliceOf(total, shifted(slice, by))).toBe(
            sliceOf(by + total, slice),
          );
        }
      }),
    );
  });

  it('is shared by the first workers where there are fewer places than workers', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 12 }),
        (count, places) => {
          const parts = slicesOf(count).flatMap((slice) => narrowed(slice, places) ?? []);
          expect(parts).toEqual(slicesOf(Math.min(count, places)));
        },
      ),
    );
  });

  it('draws for each place what the whole draws for it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), (count) => {
        for (const slice of slicesOf(count)) {
          let next = 0;
          const draw = slicedDraw(() => next++, slice);
          expect([draw(), draw(), draw()]).toEqual(
            [0, 1, 2].map((own) => slice.index + own * count),
          );
        }
      }),
    );
  });

  it('has the times of its arrivals, and all slices those of the whole', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { maxLength: 40 }),
        fc.integer({ min: 1, max: 9 }),
        (times, count) => {
          const offsetsNs = Float64Array.from(times).toSorted();
          const whole = { shape: 'trace', offsetsNs, durationNs: 1e9, ratePerSecond: 1 } as const;
          const merged = Float64Array.from(
            slicesOf(count).flatMap((slice) => [...sliceSchedule(whole, slice).offsetsNs]),
          ).toSorted();
          expect(merged).toEqual(offsetsNs);
        },
      ),
    );
  });
});
