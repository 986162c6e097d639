import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tableFromIPC, tableToIPC } from 'apache-arrow';
import { expect, it } from 'vitest';
import { UNREPORTED_TIMINGS } from '../../../src/stream/rows/reported-timings.ts';
import { RequestsFileWriter, readRequestsFile } from '../../../src/stream/files/requests-file.ts';
import { countedRow, plainRow } from '../built/arbitrary-rows.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** A file of requests without some of its columns. */
async function fileWithout(columns: readonly string[]): Promise<string> {
  const path = join(temporaryFolder(), 'requests.arrows');
  const writer = new RequestsFileWriter(path);
  for (const id of [1, 2, 3]) {
    writer.append(countedRow(id));
    if (id === 2) writer.flush();
  }
  await writer.close();
  const table = tableFromIPC(readFileSync(path));
  const kept = table.schema.fields
    .map(({ name }) => name)
    .filter((name) => !columns.includes(name));
  writeFileSync(path, tableToIPC(table.select(kept), 'stream'));
  return path;
}

it('reads requests without the columns of reported timings', async () => {
  const path = await fileWithout(Object.keys(UNREPORTED_TIMINGS));
  const rows = (await readRequestsFile(path)).map(plainRow);
  expect(rows).toEqual([1, 2, 3].map((id) => ({ ...countedRow(id), ...UNREPORTED_TIMINGS })));
});

it('refuses requests without a column that every version has', async () => {
  const path = await fileWithout(['sentNs']);
  await expect(readRequestsFile(path)).rejects.toThrow('no column "sentNs"');
});
