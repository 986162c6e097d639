import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { dropPageCache, PageCacheError, readPageCache } from '../../src/index.ts';

const BYTES = 3 * 2 ** 20 + 100;

function temporaryFile(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'loadcell-page-cache-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'file');
  writeFileSync(file, Buffer.alloc(BYTES, 1));
  return file;
}

it('reads how much of a file is resident', async () => {
  expect(await readPageCache(temporaryFile())).toMatchObject({
    sizeBytes: BYTES,
    residentBytes: BYTES,
    source: expect.stringMatching(/^(?:cachestat|mincore)$/),
    reason: '',
  });
});

it('drops a file just written, unless it is in memory only', async () => {
  const { before, after } = await dropPageCache(temporaryFile());
  expect(before.residentBytes).toBe(BYTES);
  expect(after.residentBytes).toBe(before.isInMemory ? BYTES : 0);
});

it('drops several files concurrently', async () => {
  const files = Array.from({ length: 16 }, temporaryFile);
  const all = await Promise.all(files.map((file) => dropPageCache(file)));
  expect(all.map(({ before }) => before.sizeBytes)).toEqual(files.map(() => BYTES));
});

it.each([
  ['/no/such/file', 'NO_FILE', 'cannot open /no/such/file: No such file or directory'],
  ['/dev/null', 'NOT_A_FILE', '/dev/null is not a regular file'],
])('rejects %s with its code', async (file, code, message) => {
  const error = await readPageCache(file).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(PageCacheError);
  expect(error).toMatchObject({ code, message });
});
