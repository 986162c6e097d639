import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

export const MEBIBYTE = 2 ** 20;

/** A separate folder, removed when the test is over. */
export function scratchFolder(parent = tmpdir()): string {
  const folder = mkdtempSync(path.join(parent, 'loadcell-files-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** A file with content, just written. */
export function scratchFile(bytes: number, name = 'weights', folder = scratchFolder()): string {
  const file = path.join(folder, name);
  writeFileSync(file, Buffer.alloc(bytes, 1));
  return file;
}
