import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRunConfig } from '../../src/run/read-run-config.ts';
import { FakeTerminal } from '../fake-terminal.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** The configuration of a run whose file is in a folder below the working directory. */
async function read(config: unknown, flags: Readonly<Record<string, string>> = {}) {
  const folder = temporaryFolder();
  mkdirSync(path.join(folder, 'configs'));
  writeFileSync(path.join(folder, 'configs', 'x.json'), JSON.stringify(config));
  const { target } = await readRunConfig({
    operands: ['configs/x.json'],
    flags: new Map(Object.entries(flags).map(([name, text]) => [name, [text]])),
    terminal: new FakeTerminal(folder),
  });
  return target.models;
}

describe('the configuration of a run', () => {
  it('resolves paths of the file from its folder, and flags from the working directory', async () => {
    const config = { target: { models: ['a.gguf'] } };
    expect(await read(config)).toEqual(['configs/a.gguf']);
    expect(await read(config, { model: 'b.gguf' })).toEqual(['b.gguf']);
  });

  it('keeps model names of a server that the file or a flag names', async () => {
    const url = 'http://127.0.0.1:8000';
    expect(await read({ target: { url, models: ['a'] } })).toEqual(['a']);
    expect(await read({ target: { models: ['a'] } }, { url })).toEqual(['a']);
  });
});
