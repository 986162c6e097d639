import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkOutputFolder } from '../../../src/stream/files/output-folder.ts';
import { temporaryFolder } from '../temporary-folder.ts';

it('accepts a folder that is there or can be made, and leaves nothing behind', async () => {
  const folder = temporaryFolder();
  await checkOutputFolder(folder);
  await checkOutputFolder(join(folder, 'a', 'b'));
  expect(readdirSync(folder)).toEqual([]);
});

it('refuses a folder that cannot be made or written', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'file');
  writeFileSync(file, '');
  await expect(checkOutputFolder(file)).rejects.toThrow('a part of its path is a file');
  await expect(checkOutputFolder(join(file, 'x'))).rejects.toThrow('a part of its path is a file');
  await expect(checkOutputFolder('/proc/x/y')).rejects.toThrow('it cannot be created');
  mkdirSync(join(folder, 'latest'));
  await expect(checkOutputFolder(folder)).rejects.toThrow('is not a symbolic link');
});
