import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { valueAt, type Line } from '../../page/src/data/line.ts';
import { viewOfLines } from '../../page/src/data/view-of-lines.ts';

function lineOf(points: readonly (readonly [timeMs: number, value: number])[]): Line {
  return {
    label: 'line',
    timeMs: Float64Array.from(points, ([timeMs]) => timeMs),
    value: Float64Array.from(points, ([, value]) => value),
    shape: 'line',
    color: 0,
  };
}

describe('viewOfLines', () => {
  test('puts lines of different times on shared ones, each with only its values', () => {
    const one = lineOf([
      [0, 1],
      [10, 2],
    ]);
    const other = lineOf([
      [5, 7],
      [10, 8],
      [15, 9],
    ]);
    const { timeMs, values } = viewOfLines([one, other], 0, 20, 100);
    expect([...timeMs]).toEqual([0, 5, 10, 15]);
    expect(values).toEqual([
      [1, undefined, 2, null],
      [null, 7, 8, 9],
    ]);
  });

  test('keeps a break until the next value, regardless of other lines', () => {
    const broken = lineOf([
      [0, 1],
      [1, Number.NaN],
      [8, 2],
    ]);
    const other = lineOf([
      [0, 5],
      [4, 6],
      [8, 7],
    ]);
    const { timeMs, values } = viewOfLines([broken, other], 0, 8, 100);
    expect([...timeMs]).toEqual([0, 1, 4, 8]);
    expect(values[0]).toEqual([1, null, null, 2]);
    expect(values[1]).toEqual([5, undefined, 6, 7]);
  });

  test('includes the points next to the window, so that lines reach its edges', () => {
    const line = lineOf([
      [0, 0],
      [10, 1],
      [20, 2],
      [30, 3],
    ]);
    expect([...viewOfLines([line], 12, 18, 100).timeMs]).toEqual([10, 20]);
  });

  test('keeps the minimum and maximum of the window for any number of points', () => {
    const heights = fc.array(fc.integer({ min: -1000, max: 1000 }), {
      minLength: 50,
      maxLength: 400,
    });
    fc.assert(
      fc.property(heights, fc.integer({ min: 1, max: 10 }), (values, columns) => {
        const line = lineOf(values.map((value, index) => [index, value]));
        const { values: shown, drawn } = viewOfLines([line], 0, values.length, columns);
        const kept = (shown[0] ?? []).flatMap((value) =>
          typeof value === 'number' ? [value] : [],
        );
        expect(Math.max(...kept)).toBe(Math.max(...values));
        expect(Math.min(...kept)).toBe(Math.min(...values));
        expect(drawn).toBeLessThanOrEqual(Math.max(values.length, 4 * columns));
      }),
    );
  });

  test('keeps breaks when it thins', () => {
    const points = Array.from(
      { length: 1000 },
      (_, index) => [index, index === 547 ? NaN : 1] as const,
    );
    const { values } = viewOfLines([lineOf(points)], 0, 1000, 10);
    expect(values[0]).toContain(null);
  });

  test('is empty for a line without points', () => {
    expect(viewOfLines([lineOf([])], 0, 1, 10)).toMatchObject({ points: 0, drawn: 0 });
  });
});

describe('valueAt', () => {
  const line = lineOf([
    [10, 1],
    [20, 2],
    [21, Number.NaN],
    [30, 3],
  ]);

  test.each([
    [5, Number.NaN],
    [10, 1],
    [15, 1],
    [20, 2],
    [25, Number.NaN],
    [30, 3],
    [99, 3],
  ])('at time %d returns %d', (atMs, value) => {
    expect(valueAt(line, atMs)).toBe(value);
  });
});
