import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'vitest';
import { makeTinyModel } from '../../../packages/core/src/target/tiny-model/make-tiny-model.ts';
import { SMALL_RECIPE } from '../../../packages/core/src/target/tiny-model/recipe.ts';
import { expectTwoLines } from './expect-two-lines.ts';
import { temporaryFolder } from '../support/run-folder.ts';
import { runLoadcell } from '../support/run-loadcell.ts';

const whole = makeTinyModel(SMALL_RECIPE);

const POINTER = `version https://git-lfs.github.com/spec/v1
oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393
size 7846336
`;

describe('a model file that is not whole', () => {
  it.each<[string, string | Uint8Array, RegExp, RegExp]>([
    [
      'ends early',
      whole.subarray(0, 4_000_000),
      /file of model "m" is truncated: .*m\.gguf has 3\.8 MiB of 7\.5 MiB$/,
      /download the file again; nothing was measured$/,
    ],
    ['ends in its header', whole.subarray(0, 300), /ends within its header, after 300 B$/, /again/],
    ['is empty', '', /file of model "m" is empty: .*m\.gguf$/, /again; nothing was measured$/],
    ['is a web page', '\n<!DOCTYPE html><html>', /is a web page, not a model: /, /login/],
    ['is an error of a server', '{"error":"no such repository"}', /is JSON, such as/, /login/],
    [
      'is a pointer of Git LFS',
      POINTER,
      /is a pointer of Git LFS, not the model: /,
      /git lfs pull/,
    ],
  ])('%s: the run ends before the engine loads it', async (_what, content, error, help) => {
    const cwd = temporaryFolder();
    writeFileSync(path.join(cwd, 'm.gguf'), content);
    const result = await runLoadcell(['run', '--model', 'm.gguf'], { cwd });
    expectTwoLines(result, { code: 3, error, help });
  });

  it('is a folder', async () => {
    const cwd = temporaryFolder();
    mkdirSync(path.join(cwd, 'm.gguf'));
    const result = await runLoadcell(['run', '--model', 'm.gguf'], { cwd });
    const refusal = { code: 3, error: /m\.gguf is a folder$/, help: /--model with a GGUF file/ };
    expectTwoLines(result, refusal);
  });
});
