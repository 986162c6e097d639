import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NarrowColumn } from '../../../src/stream/columns/narrow-column.ts';

const value = fc.oneof(
  fc.double(),
  fc.nat(2 ** 32 - 1),
  fc.nat(2 ** 24).map((pages) => pages * 4096),
  fc.maxSafeNat(),
  fc.constantFrom(Number.NaN, 0, -0, 2 ** 24 + 1, 2 ** 32, 2 ** 62, 0.1, Infinity),
);

function columnOf(batches: readonly (readonly number[])[]) {
  const column = new NarrowColumn(batches.flat().length);
  for (const batch of batches) column.append(Float64Array.from(batch));
  return column.values();
}

describe('a narrow column', () => {
  it('holds every value exactly, after any other values and in any batches', () => {
    fc.assert(
      fc.property(fc.array(fc.array(value, { maxLength: 6 }), { maxLength: 6 }), (batches) => {
        const values = columnOf(batches);
        const given = batches.flat();
        expect(values).toHaveLength(given.every(Number.isNaN) ? 0 : given.length);
        expect(given.map((_, row) => values[row] ?? Number.NaN)).toEqual(given);
      }),
      { numRuns: 500 },
    );
  });

  it('is of floats for memory in pages, also where some could not be read', () => {
    const values = columnOf([[Number.NaN], [4096, 2 ** 36, Number.NaN]]);
    expect(values).toBeInstanceOf(Float32Array);
    expect([...values]).toEqual([Number.NaN, 4096, 2 ** 36, Number.NaN]);
  });

  it('is of whole numbers for times of up to four seconds, however odd', () => {
    expect(columnOf([[12], [2 ** 24 + 1]])).toBeInstanceOf(Uint32Array);
    expect(columnOf([[Number.NaN], [2 ** 24 + 1]])).toBeInstanceOf(Float64Array);
  });

  it('takes no memory while nothing was read', () => {
    expect(columnOf([[Number.NaN, Number.NaN], [Number.NaN]])).toHaveLength(0);
  });
});
