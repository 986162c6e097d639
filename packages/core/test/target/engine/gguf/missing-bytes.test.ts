import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  findMissingBytes,
  neededBytesOf,
} from '../../../../src/target/engine/gguf/missing-bytes.ts';
import { layOutGguf } from '../../../../src/target/tiny-model/gguf-layout.ts';
import { makeTinyModel } from '../../../../src/target/tiny-model/make-tiny-model.ts';
import { SMALL_RECIPE } from '../../../../src/target/tiny-model/recipe.ts';
import { temporaryFolder } from '../../../stream/temporary-folder.ts';

const tiny = makeTinyModel(SMALL_RECIPE);

function fileOf(bytes: Uint8Array): string {
  const file = path.join(temporaryFolder(), 'model.gguf');
  writeFileSync(file, bytes);
  return file;
}

describe('findMissingBytes', () => {
  it('finds none in a whole file', async () => {
    expect(await findMissingBytes(fileOf(tiny))).toBeUndefined();
  });

  it('finds a file that ends within its tensors, wherever that is', async () => {
    for (const fileBytes of [tiny.length - 32, tiny.length / 2, 500_000]) {
      const missing = await findMissingBytes(fileOf(tiny.subarray(0, fileBytes)));
      expect(missing?.fileBytes).toBe(fileBytes);
      expect(missing?.neededBytes).toBeGreaterThan(tiny.length - 32);
      expect(missing?.neededBytes).toBeLessThanOrEqual(tiny.length);
    }
  });

  it('finds a file that ends within its header', async () => {
    for (const fileBytes of [4, 8, 23, 300]) {
      expect(await findMissingBytes(fileOf(tiny.subarray(0, fileBytes)))).toEqual({
        fileBytes,
        neededBytes: Number.NaN,
      });
    }
  });

  it('reads on where the header is longer than the first part', async () => {
    const words = Array.from({ length: 3000 }, (_, index) => `word ${index}`.repeat(50));
    const { file } = layOutGguf(new Map([['tokens', { type: 'strings', value: words }]]), [
      { name: 'a', type: 'f32', columns: 64, rows: 2 },
    ]);
    const whole = new Uint8Array(file);
    expect(await findMissingBytes(fileOf(whole))).toBeUndefined();
    expect(await findMissingBytes(fileOf(whole.subarray(0, -1)))).toEqual({
      fileBytes: whole.length - 1,
      neededBytes: whole.length,
    });
  });
});

describe('neededBytesOf', () => {
  it('judges no other format and no other version', () => {
    expect(neededBytesOf(Buffer.from('<html>'))).toBeUndefined();
    const other = Buffer.from(tiny.subarray(0, 1000));
    for (const version of [1, 4, 0x3000000]) {
      other.writeUInt32LE(version, 4);
      expect(neededBytesOf(other)).toBeUndefined();
    }
  });

  it('judges no file with a type that it does not know', () => {
    const { file } = layOutGguf(new Map([['a', { type: 'uint32', value: 1 }]]), []);
    const bytes = Buffer.from(file);
    // After the counts, the length of the key and its one letter.
    bytes.writeUInt32LE(99, 24 + 8 + 1);
    expect(neededBytesOf(bytes)).toBeUndefined();
  });
});
