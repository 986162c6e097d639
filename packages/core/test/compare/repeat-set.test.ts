import { existsSync, mkdirSync, readlinkSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openRepeats, RepeatSet } from '../../src/compare/repeat-set.ts';
import { temporaryFolder } from '../stream/temporary-folder.ts';

describe('a set of repeats', () => {
  test('lists the completed runs in order', async () => {
    const set = await RepeatSet.create(temporaryFolder(), 'nightly-repeats');
    const names = ['b-run', 'a-run'];
    for (const name of names) await set.add(join(set.folder, name));
    const runDirs = names.map((name) => join(set.folder, name));
    expect(set.runDirs).toEqual(runDirs);
    expect(await openRepeats(set.folder)).toEqual(runDirs);
  });

  test('can be moved', async () => {
    const set = await RepeatSet.create(temporaryFolder(), 'repeats');
    await set.add(join(set.folder, 'run'));
    const elsewhere = `${set.folder}-moved`;
    renameSync(set.folder, elsewhere);
    expect(await openRepeats(elsewhere)).toEqual([join(elsewhere, 'run')]);
  });

  test('points latest to the newest run, which can be reported', async () => {
    const outputDir = temporaryFolder();
    const set = await RepeatSet.create(outputDir, 'repeats');
    const runDir = join(set.folder, 'run');
    mkdirSync(runDir);
    await set.add(runDir);
    expect(readlinkSync(join(outputDir, 'latest'))).toBe(join(basename(set.folder), 'run'));
    expect(existsSync(join(outputDir, 'latest'))).toBe(true);
  });

  test('without a completed run cannot be compared', async () => {
    const set = await RepeatSet.create(temporaryFolder(), 'repeats');
    await expect(openRepeats(set.folder)).rejects.toThrow('has no completed run');
  });

  test('with a truncated list is rejected', async () => {
    const set = await RepeatSet.create(temporaryFolder(), 'repeats');
    writeFileSync(join(set.folder, 'repeats.json'), '{"format": 1, "runs": [');
    await expect(openRepeats(set.folder)).rejects.toThrow('was changed or truncated');
  });
});

test('any other folder is the run directory itself', async () => {
  const folder = temporaryFolder();
  expect(await openRepeats(folder)).toEqual([folder]);
  expect(await openRepeats(join(folder, 'not-there'))).toEqual([join(folder, 'not-there')]);
});
