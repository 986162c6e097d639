import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeRows, type RowBatch } from '../../../src/merge/rows/merge-rows.ts';

/** The rows of a machine, each as its time, in batches of a size. */
function* batchesOf(times: readonly number[], size: number): Generator<RowBatch> {
  for (let from = 0; from < times.length; from += size) {
    yield { timeNs: Float64Array.from(times.slice(from, from + size)) };
  }
}

async function never(): Promise<void> {
  await Promise.reject(new Error('no turn of few rows'));
}

const sorted = fc
  .array(fc.integer({ min: 0, max: 50 }), { maxLength: 30 })
  .map((times) => times.toSorted((one, other) => one - other));

describe('mergeRows', () => {
  it('has every row of every machine once, in order of time', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(sorted, { maxLength: 7 }),
        fc.integer({ min: 1, max: 5 }),
        async (machines, size) => {
          const merged: number[] = [];
          const batches = machines.map((times) => batchesOf(times, size));
          await mergeRows(
            batches,
            ({ timeNs }, from, to) => merged.push(...timeNs.subarray(from, to)),
            never,
          );
          expect(merged).toStrictEqual(machines.flat().toSorted((one, other) => one - other));
        },
      ),
    );
  });

  it('reads one batch of each machine ahead, and no more', async () => {
    let ahead = 0;
    let mostAhead = 0;
    let rows = 0;
    let turns = 0;
    function* counted(): Generator<RowBatch> {
      for (let batch = 0; batch < 100; batch += 1) {
        ahead += 10;
        mostAhead = Math.max(mostAhead, ahead);
        yield { timeNs: Float64Array.from({ length: 10 }, (_, row) => batch * 10 + row) };
      }
    }
    await mergeRows(
      [counted(), counted(), counted()],
      (_, from, to) => {
        ahead -= to - from;
        rows += to - from;
      },
      async () => {
        turns += 1;
      },
    );
    expect({ rows, mostAhead, turns }).toStrictEqual({ rows: 3000, mostAhead: 30, turns: 2 });
  });

  it('ends with the error of a turn', async () => {
    const times = Array.from({ length: 2000 }, (_, row) => row);
    const reason = new Error('stopped');
    await expect(
      mergeRows(
        [batchesOf(times, 7)],
        () => {},
        () => Promise.reject(reason),
      ),
    ).rejects.toBe(reason);
  });
});
