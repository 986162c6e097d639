import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseGgufMetadata } from '../../../../src/target/engine/gguf/gguf-metadata.ts';
import { readModelShape } from '../../../../src/target/engine/defaults/model-shape.ts';
import { makeTinyModel } from '../../../../src/target/tiny-model/make-tiny-model.ts';
import { SMALL_RECIPE } from '../../../../src/target/tiny-model/recipe.ts';
import { temporaryFolder } from '../../../stream/temporary-folder.ts';

const tiny = makeTinyModel(SMALL_RECIPE);

function fileOf(bytes: Uint8Array): string {
  const file = path.join(temporaryFolder(), 'model.gguf');
  writeFileSync(file, bytes);
  return file;
}

describe('readModelShape', () => {
  it('reads the trained context, and the cache of keys and values per token', async () => {
    expect(await readModelShape(fileOf(tiny))).toEqual({
      trainedTokens: SMALL_RECIPE.trainedContextTokens,
      cacheBytesPerToken: 2 * 2 * SMALL_RECIPE.layers * SMALL_RECIPE.width,
      fileBytes: tiny.length,
    });
  });

  it('has no value that the file does not have', async () => {
    const unknown = { trainedTokens: Number.NaN, cacheBytesPerToken: Number.NaN };
    expect(await readModelShape(fileOf(new Uint8Array(100)))).toEqual({
      ...unknown,
      fileBytes: 100,
    });
    const missing = path.join(temporaryFolder(), 'missing.gguf');
    expect(await readModelShape(missing)).toEqual({ ...unknown, fileBytes: Number.NaN });
  });
});

describe('parseGgufMetadata', () => {
  it('keeps every whole value before the end of the part read, wherever that is', () => {
    const whole = [...parseGgufMetadata(tiny)];
    expect(whole.length).toBeGreaterThan(8);
    for (let end = 0; end < 700; end += 1) {
      const part = [...parseGgufMetadata(tiny.subarray(0, end))];
      expect(part).toEqual(whole.slice(0, part.length));
    }
  });
});
