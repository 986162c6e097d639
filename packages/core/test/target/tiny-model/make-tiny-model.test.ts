import { createHash } from 'node:crypto';
import { writeFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readGgufFileInfo } from 'node-llama-cpp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeTinyModel } from '../../../src/target/tiny-model/make-tiny-model.ts';
import { LARGE_RECIPE, SMALL_RECIPE } from '../../../src/target/tiny-model/recipe.ts';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loadcell-make-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe.each([SMALL_RECIPE, LARGE_RECIPE])('$name', (recipe) => {
  it('is identical on every machine', () => {
    const digest = createHash('sha256').update(makeTinyModel(recipe)).digest('hex');
    expect(digest).toBe(recipe.sha256);
  });
});

it('differs with another seed, at the same length', () => {
  const made = makeTinyModel(SMALL_RECIPE);
  const other = makeTinyModel({ ...SMALL_RECIPE, seed: SMALL_RECIPE.seed + 1 });
  expect(other.length).toBe(made.length);
  expect(Buffer.compare(other, made)).not.toBe(0);
});

it('is a GGUF file that an independent reader accepts', async () => {
  const path = join(folder, 'model.gguf');
  const made = makeTinyModel(SMALL_RECIPE);
  await writeFile(path, made);
  const info = await readGgufFileInfo(path);
  expect(info.version).toBe(3);
  expect(info.metadata.general.architecture).toBe('llama');
  expect(info.metadata).toHaveProperty('llama.embedding_length', SMALL_RECIPE.width);
  expect(info.fullTensorInfo).toHaveLength(3 + 9 * SMALL_RECIPE.layers);
  const last = info.fullTensorInfo?.at(-1);
  const lastBytes = 2 * SMALL_RECIPE.width * SMALL_RECIPE.feedForwardWidth;
  expect(Number(last?.fileOffset) + lastBytes).toBe(made.length);
});
