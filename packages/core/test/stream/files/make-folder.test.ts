import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { makeFolder } from '../../../src/stream/files/make-folder.ts';
import { temporaryFolder } from '../temporary-folder.ts';

it('makes a folder and its parents, and returns the topmost new one', async () => {
  const folder = temporaryFolder();
  mkdirSync(path.join(folder, 'there'));
  const made = await makeFolder(path.join(folder, 'there', 'a', 'b'));
  expect(made).toBe(path.join(folder, 'there', 'a'));
  expect(existsSync(path.join(folder, 'there', 'a', 'b'))).toBe(true);
  expect(await makeFolder(path.join(folder, 'there', 'a', 'b'))).toBeUndefined();
});

it('may race with another that makes the same', async () => {
  const place = path.join(temporaryFolder(), 'a', 'b');
  await Promise.all([makeFolder(place), makeFolder(place)]);
  expect(existsSync(place)).toBe(true);
});

it('refuses a file in its place', async () => {
  const file = path.join(temporaryFolder(), 'file');
  writeFileSync(file, '');
  await expect(makeFolder(file)).rejects.toMatchObject({ code: 'EEXIST' });
  await expect(makeFolder(path.join(file, 'a'))).rejects.toMatchObject({ code: 'ENOTDIR' });
});

it('ends where none can be made, which the recursive mkdir of Node does not', async () => {
  await expect(makeFolder('/proc/loadcell/results')).rejects.toMatchObject({ code: 'ENOENT' });
});
