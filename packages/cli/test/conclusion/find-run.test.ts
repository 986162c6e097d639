import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findRun } from '../../src/conclusion/find-run.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** A working directory with the given folders. */
function folderWith(...folders: readonly string[]): string {
  const cwd = temporaryFolder();
  for (const folder of folders) mkdirSync(path.join(cwd, folder), { recursive: true });
  return cwd;
}

describe('findRun', () => {
  it.each([
    ['latest', 'loadcell-results/latest'],
    ['2026-11-30T05-00-00-000Z-gate', 'loadcell-results/2026-11-30T05-00-00-000Z-gate'],
    ['out/latest', 'out/latest'],
    ['out/latest/', 'out/latest'],
  ])('finds the run %s', (typed, folder) => {
    const cwd = folderWith(folder);
    expect(findRun(typed, cwd)).toBe(path.join(cwd, folder));
  });

  it('prefers a folder of the working directory to one of the output folder', () => {
    const cwd = folderWith('latest', 'loadcell-results/latest');
    expect(findRun('latest', cwd)).toBe(path.join(cwd, 'latest'));
  });

  it('reports where it looked when there is no latest run', () => {
    const cwd = folderWith();
    expect(() => findRun('latest', cwd)).toThrow(
      `there is no latest run for "latest": no "${cwd}/latest" or "${cwd}/loadcell-results/latest"`,
    );
    expect(() => findRun('out/latest', cwd)).toThrow(
      `there is no latest run for "out/latest": no "${cwd}/out/latest"`,
    );
  });

  it('rejects a latest run that was removed', () => {
    const cwd = folderWith('loadcell-results');
    symlinkSync('removed', path.join(cwd, 'loadcell-results', 'latest'));
    expect(() => findRun('latest', cwd)).toThrow('there is no latest run');
  });

  it('leaves any other path to the reader of the run', () => {
    const cwd = folderWith();
    expect(findRun('missing', cwd)).toBe(path.join(cwd, 'missing'));
  });
});
