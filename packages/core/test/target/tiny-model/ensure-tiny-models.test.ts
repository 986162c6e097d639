import { cp, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findModelCacheFolder } from '../../../src/target/tiny-model/cache-folder.ts';
import { ensureTinyModels } from '../../../src/target/tiny-model/ensure-tiny-models.ts';

/** Holds models that are made once; tests that need some start with a copy. */
let madeFolder = '';
let folder = '';

beforeAll(async () => {
  madeFolder = await mkdtemp(join(tmpdir(), 'loadcell-models-'));
  await ensureTinyModels(madeFolder);
});

afterAll(async () => {
  await rm(madeFolder, { recursive: true, force: true });
});

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loadcell-models-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function readTimesMs(paths: readonly string[]): Promise<number[]> {
  return await Promise.all(paths.map(async (path) => (await stat(path)).mtimeMs));
}

describe('ensureTinyModels', () => {
  it('makes a small one and a large one, and nothing else', async () => {
    const made = await ensureTinyModels(join(folder, 'new'));
    const [small, large] = made;
    expect(large.bytes).toBeGreaterThan(5 * small.bytes);
    for (const { path, bytes } of made) expect((await stat(path)).size).toBe(bytes);
    expect(await readdir(join(folder, 'new'))).toHaveLength(2);
  });

  it('keeps existing files', async () => {
    await cp(madeFolder, folder, { recursive: true });
    const names = await readdir(folder);
    const paths = names.map((name) => join(folder, name));
    const timesMs = await readTimesMs(paths);
    const kept = await ensureTinyModels(folder);
    expect(kept.map(({ path }) => path).toSorted()).toEqual(paths.toSorted());
    expect(await readTimesMs(paths)).toEqual(timesMs);
  });

  it('remakes a truncated or damaged file', async () => {
    await cp(madeFolder, folder, { recursive: true });
    const [small, large] = await ensureTinyModels(folder);
    const whole = await readFile(small.path);
    await truncate(large.path, 1000);
    const damaged = Buffer.from(whole);
    damaged[damaged.length - 1] = 1 + (damaged.at(-1) ?? 0);
    await writeFile(small.path, damaged);
    await ensureTinyModels(folder);
    expect(whole.equals(await readFile(small.path))).toBe(true);
    expect((await stat(large.path)).size).toBe(large.bytes);
  });

  it('supports concurrent runs', async () => {
    const runs = await Promise.all([1, 2, 3].map(() => ensureTinyModels(folder)));
    expect(runs[1]).toEqual(runs[0]);
    expect(runs[2]).toEqual(runs[0]);
    expect(await readdir(folder)).toHaveLength(2);
  });

  it('reports what to set when the folder is not writable', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    await expect(ensureTinyModels(join(file, 'models'))).rejects.toMatchObject({
      code: 'MODEL_CACHE',
      message: expect.stringContaining('XDG_CACHE_HOME'),
    });
  });
});

describe('the cache folder', () => {
  it('follows XDG_CACHE_HOME if that is absolute', () => {
    const standard = join(homedir(), '.cache', 'loadcell', 'models');
    expect(findModelCacheFolder({ XDG_CACHE_HOME: '/x' })).toBe('/x/loadcell/models');
    expect(findModelCacheFolder({ XDG_CACHE_HOME: 'x' })).toBe(standard);
    expect(findModelCacheFolder({})).toBe(standard);
  });

  it('is not in the working directory where there is no home', () => {
    expect(() => findModelCacheFolder({}, () => '')).toThrow(/invalid home directory ""/);
    const unknown = Object.assign(new Error('uv_os_homedir returned ENOENT'), {
      code: 'ERR_SYSTEM_ERROR',
    });
    const fail = (): string => {
      throw unknown;
    };
    expect(() => findModelCacheFolder({}, fail)).toThrow(/no home directory.*XDG_CACHE_HOME/);
    expect(findModelCacheFolder({ XDG_CACHE_HOME: '/x' }, fail)).toBe('/x/loadcell/models');
  });
});
