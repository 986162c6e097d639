import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ConfigError } from '../../../src/spec/error/errors.ts';
import { createRunDirectory, releaseLatest } from '../../../src/stream/files/run-directory.ts';
import { canMount, mountSmallFilesystem } from './small-filesystem.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const DATE = new Date(Date.UTC(2026, 10, 22, 10, 20, 30, 123));
const NAME = '2026-11-22T10-20-30-123Z-run';

async function refusal(outputDir: string): Promise<Error> {
  const error: unknown = await createRunDirectory(outputDir, 'run', DATE).then(
    () => new Error('it was taken'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof Error)) throw new Error('not even an error');
  return error;
}

describe('the directory of a run', () => {
  it('is made below the output directory, which is made too, under its time and name', async () => {
    const outputDir = join(temporaryFolder(), 'a/b');
    const runDir = await createRunDirectory(outputDir, 'run', DATE);
    expect(runDir).toBe(join(outputDir, NAME));
    expect(readdirSync(runDir)).toEqual([]);
    expect(readdirSync(outputDir).toSorted()).toEqual([NAME, 'latest']);
  });

  it.each([
    ['with a slash at its end', (folder: string) => `${folder}/out/`],
    ['with a detour', (folder: string) => `${folder}/x/../out`],
    ['with doubled slashes', (folder: string) => `${folder}//out`],
    ['relative', (folder: string) => relative(process.cwd(), join(folder, 'out'))],
    [
      'relative, from here',
      (folder: string) => `./${relative(process.cwd(), join(folder, 'out'))}`,
    ],
  ])('is what `latest` leads to, for an output directory %s', async (_, outputDirIn) => {
    const outputDir = outputDirIn(temporaryFolder());
    const runDir = await createRunDirectory(outputDir, 'run', DATE);
    expect(readlinkSync(join(outputDir, 'latest'))).toBe(NAME);
    expect(realpathSync(join(outputDir, 'latest'))).toBe(realpathSync(runDir));
  });

  it('leaves `latest` to the run before it, or to none', async () => {
    const outputDir = temporaryFolder();
    mkdirSync(join(outputDir, 'machines'));
    const first = await createRunDirectory(outputDir, 'first', DATE);
    const second = await createRunDirectory(outputDir, 'second', new Date(DATE.getTime() + 1));
    await releaseLatest(second);
    expect(readlinkSync(join(outputDir, 'latest'))).toBe(basename(first));
    await releaseLatest(second);
    expect(readlinkSync(join(outputDir, 'latest'))).toBe(basename(first));
    rmSync(second, { recursive: true });
    await releaseLatest(first);
    expect(readdirSync(outputDir)).not.toContain('latest');
  });

  it('is the newest under `latest`', async () => {
    const outputDir = temporaryFolder();
    await createRunDirectory(outputDir, 'first', DATE);
    const second = await createRunDirectory(outputDir, 'second', new Date(DATE.getTime() + 1));
    expect(realpathSync(join(outputDir, 'latest'))).toBe(realpathSync(second));
  });

  it('is a separate one for each run, also in the same millisecond and concurrently', async () => {
    const outputDir = temporaryFolder();
    const made = await Promise.all(
      Array.from({ length: 8 }, () => createRunDirectory(outputDir, 'run', DATE)),
    );
    expect(new Set(made).size).toBe(8);
    expect(made.map((path) => basename(path)).toSorted()[0]).toBe(NAME);
    expect(readdirSync(outputDir)).toHaveLength(9);
  });

  it('sorts by time under its name', async () => {
    const outputDir = temporaryFolder();
    const dates = [9, 10, 11].map((day) => new Date(Date.UTC(2026, 9, day)));
    const made: string[] = [];
    for (const date of dates) made.push(await createRunDirectory(outputDir, 'run', date));
    expect(made.toSorted()).toEqual(made);
  });
});

describe('an output directory that cannot be used', () => {
  it('is refused when a file is in its place', async () => {
    const path = join(temporaryFolder(), 'out');
    writeFileSync(path, 'mine');
    const error = await refusal(path);
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toMatch(
      /cannot use output directory ".*out": a file has that name; nothing was measured/,
    );
    expect(error.message).toMatch(/--output-dir/);
    expect(readFileSync(path, 'utf8')).toBe('mine');
  });

  it('is refused when a part of its path is a file', async () => {
    const path = join(temporaryFolder(), 'out');
    writeFileSync(path, 'mine');
    expect((await refusal(join(path, 'deep/er'))).message).toMatch(/a part of its path is a file/);
  });

  it('is refused when its path is too long', async () => {
    const error = await refusal(join(temporaryFolder(), 'x'.repeat(300)));
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toMatch(/its path is too long/);
  });

  it.each([
    ['/proc/loadcell', /it cannot be created/],
    ['circle', /it has a symbolic link loop/],
    ['dangling', /a file has that name/],
  ])('is refused when no folder can be created at %s', async (name, message) => {
    const folder = temporaryFolder();
    symlinkSync('circle', join(folder, 'circle'));
    symlinkSync('nowhere', join(folder, 'dangling'));
    const error = await refusal(resolve(folder, name));
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toMatch(message);
  });

  it('is refused when something that is not a link is called `latest`, and no run is left in it', async () => {
    const outputDir = temporaryFolder();
    mkdirSync(join(outputDir, 'latest/mine'), { recursive: true });
    const error = await refusal(outputDir);
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toMatch(/latest/);
    expect(readdirSync(outputDir)).toEqual(['latest']);
    expect(existsSync(join(outputDir, 'latest/mine'))).toBe(true);
  });

  it.skipIf(process.getuid?.() !== 0)('is refused when it is not writable', async () => {
    const outputDir = temporaryFolder();
    chmodSync(outputDir, 0o555);
    // The rights of a user do not bind root: be another one for as long as it takes.
    process.seteuid?.(65_534);
    try {
      const error = await refusal(join(outputDir, 'out'));
      expect(error).toBeInstanceOf(ConfigError);
      expect(error.message).toMatch(/it is not writable/);
    } finally {
      process.seteuid?.(0);
    }
  });

  it.skipIf(!canMount())('is refused when its file system is read-only', async () => {
    const disk = await mountSmallFilesystem(64 * 1024);
    onTestFinished(() => disk.remove());
    await disk.makeReadOnly();
    const error = await refusal(join(disk.path, 'out'));
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toMatch(/its file system is read-only/);
  });

  it.skipIf(!canMount())('is refused when its disk is full, and no run is left in it', async () => {
    const disk = await mountSmallFilesystem(1024 * 1024);
    onTestFinished(() => disk.remove());
    const error = await refusal(disk.path);
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toMatch(/its disk is full.*some megabytes to spare/s);
    expect(readdirSync(disk.path)).toEqual([]);
  });
});
