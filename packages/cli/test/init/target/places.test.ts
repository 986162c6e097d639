import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { modelFile, moduleName } from '../../../src/init/target/places.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

/** A working directory with files, and a folder in it for the configuration. */
function places() {
  const workingDirectory = temporaryFolder();
  const folder = path.join(workingDirectory, 'configs ö');
  mkdirSync(folder);
  writeFileSync(path.join(workingDirectory, 'a.gguf'), '');
  writeFileSync(path.join(workingDirectory, 'mine.mjs'), '');
  writeFileSync(path.join(folder, 'other.mjs'), '');
  return { workingDirectory, folder };
}

describe('modelFile', () => {
  it('returns the path from the folder of the configuration', () => {
    const found = places();
    expect(modelFile('a.gguf', found)).toBe(path.join('..', 'a.gguf'));
    expect(modelFile(path.join(found.workingDirectory, 'a.gguf'), found)).toBe(
      path.join('..', 'a.gguf'),
    );
  });

  it('rejects a path without a file, in two lines', () => {
    const found = places();
    expect(() => modelFile('b.gguf', found)).toThrow(
      expect.objectContaining({
        summary: `the model file ${found.workingDirectory}/b.gguf does not exist`,
        help: 'correct the path',
      }),
    );
    expect(() => modelFile('.', found)).toThrow('is not a file');
  });
});

describe('moduleName', () => {
  it('returns a path that is no package name', () => {
    const found = places();
    expect(moduleName('mine.mjs', found)).toBe('../mine.mjs');
    expect(moduleName('./configs ö/other.mjs', found)).toBe('./other.mjs');
  });

  it('returns the name of a package unchanged', () => {
    expect(moduleName('@mine/engine', places())).toBe('@mine/engine');
  });

  it('rejects a path without a file', () => {
    expect(() => moduleName('./engine.mjs', places())).toThrow(
      /^the engine module .*does not exist/,
    );
  });
});
