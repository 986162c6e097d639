import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PieceMemory } from '../../../src/stream/files/arrow-pieces.ts';
import { withArrowFile } from '../../../src/stream/files/arrow-reader.ts';
import { requestBatchesOf, RequestsFileWriter } from '../../../src/stream/files/requests-file.ts';
import type { RequestRow } from '../../../src/stream/rows/request-row.ts';
import { countedRow, plainRow } from '../built/arbitrary-rows.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** Rows with lists of unlike lengths and texts that change. */
const ROWS = Array.from({ length: 150 }, (_, index) => ({
  ...countedRow(index + 1),
  chunkNs: Float64Array.from({ length: index % 4 }, (_unused, chunk) => 1e9 * index + chunk),
  label: `label ${index % 7}`,
  cachedTokens: index % 3 === 0 ? Number.NaN : index,
}));

async function writeRows(path: string): Promise<void> {
  const writer = new RequestsFileWriter(path);
  for (const [index, row] of ROWS.entries()) {
    writer.append(row);
    if (index === 100) writer.flush();
  }
  await writer.close();
}

describe('pieces of an open stream', () => {
  it('have all rows, with files read by turns into the same memory', async () => {
    const folder = temporaryFolder();
    const paths = ['a', 'b'].map((name) => join(folder, name));
    await Promise.all(paths.map(writeRows));
    const memory = new PieceMemory(10_000);
    const [one = '', other = ''] = paths;
    const found = await withArrowFile(one, (first) =>
      withArrowFile(other, (second) => {
        const turns = [
          requestBatchesOf(one, first, memory),
          requestBatchesOf(other, second, memory),
        ];
        const rows: RequestRow[][] = [[], []];
        const sizes = new Set<number>();
        for (let isLeft = true; isLeft;) {
          isLeft = false;
          for (const [index, batches] of turns.entries()) {
            const next = batches.next();
            if (next.done === true) continue;
            isLeft = true;
            sizes.add(next.value.length);
            rows[index]?.push(...next.value);
          }
        }
        return { rows: rows.map((own) => own.map(plainRow)), most: Math.max(...sizes) };
      }),
    );
    expect(found.most).toBeLessThan(50);
    expect(found.rows).toEqual([ROWS, ROWS]);
  });
});
