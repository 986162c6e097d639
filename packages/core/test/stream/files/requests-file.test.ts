import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tableFromIPC, tableToIPC } from 'apache-arrow';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RequestRow } from '../../../src/stream/rows/request-row.ts';
import { RequestsFileWriter, readRequestsFile } from '../../../src/stream/files/requests-file.ts';
import { arbitraryRow, countedRow, plainRow } from '../built/arbitrary-rows.ts';
import { temporaryFolder } from '../temporary-folder.ts';

async function throughFile(
  path: string,
  rows: readonly RequestRow[],
  flushAfter: ReadonlySet<number> = new Set(),
): Promise<RequestRow[]> {
  const writer = new RequestsFileWriter(path);
  for (const [index, row] of rows.entries()) {
    writer.append(row);
    if (flushAfter.has(index)) writer.flush();
  }
  await writer.close();
  return (await readRequestsFile(path)).map(plainRow);
}

describe('the requests stream', () => {
  it('returns every field of every row, with any batches', async () => {
    const folder = temporaryFolder();
    let files = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(arbitraryRow, { maxLength: 12 }),
        fc.uniqueArray(fc.nat(11)),
        async (rows, flushAfter) => {
          files += 1;
          const path = join(folder, `${files}.arrows`);
          expect(await throughFile(path, rows, new Set(flushAfter))).toEqual(rows);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('keeps rows in order over many batches', async () => {
    const rows = Array.from({ length: 4000 }, (_, index) => countedRow(index));
    const read = await throughFile(join(temporaryFolder(), 'requests.arrows'), rows);
    expect(read).toEqual(rows);
  });

  it('keeps a request without any token apart from one with a single token', async () => {
    const none = { ...countedRow(1), chunkNs: new Float64Array(0), outputTokens: 0 };
    const one = { ...countedRow(2), chunkNs: Float64Array.of(7) };
    const read = await throughFile(join(temporaryFolder(), 'requests.arrows'), [none, one, none]);
    expect(read.map((row) => [...row.chunkNs])).toEqual([[], [7], []]);
  });

  it('keeps text in every script, with line breaks and zero bytes', async () => {
    const errorMessage = 'größe\n模型\t🧠\u0000"end"';
    const row = { ...countedRow(1), model: '模型-Ü', errorMessage };
    const [read] = await throughFile(join(temporaryFolder(), 'requests.arrows'), [row]);
    expect(read).toEqual(row);
  });

  it('keeps text apart that is cut within a character', async () => {
    const [high, low] = ['\uD83E', '\uDDE0'];
    const rows = [`a${high}`, `${low}b`, 'c'].map((context) => ({ ...countedRow(1), context }));
    const read = await throughFile(join(temporaryFolder(), 'requests.arrows'), rows);
    // No file holds half of a character.
    expect(read.map(({ context }) => context)).toEqual(['a\uFFFD', '\uFFFDb', 'c']);
  });

  it('of another version is refused, with both versions and what to do', async () => {
    const path = join(temporaryFolder(), 'requests.arrows');
    await throughFile(path, [countedRow(1)]);
    const table = tableFromIPC(readFileSync(path));
    table.schema.metadata.set('loadcell.requests', '3');
    writeFileSync(path, tableToIPC(table, 'stream'));
    await expect(readRequestsFile(path)).rejects.toMatchObject({
      code: 'RUN_UNREADABLE',
      summary: `"${path}" has version 3 of the requests, and this version of Loadcell reads version 4.`,
      help: 'run the test again, or read the directory with the version that wrote it',
    });
  });

  it('of no request at all is a file that can be read', async () => {
    expect(await throughFile(join(temporaryFolder(), 'requests.arrows'), [])).toEqual([]);
  });
});
