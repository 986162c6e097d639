import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergedBlocks, type RowBatch } from '../../../src/merge/rows/row-blocks.ts';

function* batchesOf(times: readonly number[], size: number): Generator<RowBatch<number[]>> {
  for (let from = 0; from < times.length; from += size) {
    const batch = times.slice(from, from + size);
    yield {
      count: batch.length,
      timeNs: (row) => batch[row] ?? Infinity,
      slice: (first, end) => batch.slice(first, end),
    };
  }
}

describe('mergedBlocks', () => {
  it('has every row of every machine once, in order of time', () => {
    const sorted = fc
      .array(fc.integer({ min: 0, max: 50 }), { maxLength: 30 })
      .map((times) => times.toSorted((one, other) => one - other));
    fc.assert(
      fc.property(
        fc.array(sorted, { maxLength: 7 }),
        fc.integer({ min: 1, max: 5 }),
        (machines, size) => {
          const merged = [...mergedBlocks(machines.map((times) => batchesOf(times, size)))].flat();
          expect(merged).toStrictEqual(machines.flat().toSorted((one, other) => one - other));
        },
      ),
    );
  });
});
