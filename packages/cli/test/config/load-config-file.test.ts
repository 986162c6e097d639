import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ConfigError } from '@loadcell/core';
import { describe, expect, it } from 'vitest';
import { loadConfigFile } from '../../src/config/load-config-file.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** Loads a file with a name and content. */
function load(name: string, content: string): Promise<unknown> {
  const file = path.join(temporaryFolder(), name);
  writeFileSync(file, content);
  return loadConfigFile(file);
}

const defined = `import { defineConfig } from '@loadcell/core';
export default defineConfig({ seed: 3 });`;

describe('loadConfigFile', () => {
  it.each([
    ['c.json', '{ "seed": 3 }'],
    ['c.yaml', 'seed: 3'],
    ['c.yml', 'seed: 3'],
    ['c.ts', 'const seed: number = 3;\nexport default { seed };'],
    ['c.mts', 'export default { seed: await Promise.resolve(3) };'],
    ['c.js', 'export default { seed: 3 };'],
    ['c.mjs', 'export default { seed: 3 };'],
  ])('reads %s', async (name, content) => {
    expect(await load(name, content)).toEqual({ seed: 3 });
  });

  it.each([
    ['c.json', '{\r\n  "seed": 3\r\n}\r\n'],
    ['c.yaml', 'seed: 3\r\n'],
    ['c.ts', 'const seed: number = 3;\r\nexport default { seed };\r\n'],
    ['c.mjs', 'export default {\r\n  seed: 3,\r\n};\r\n'],
  ])('reads %s with line ends of Windows, and with a byte order mark', async (name, content) => {
    expect(await load(name, content)).toEqual({ seed: 3 });
    expect(await load(name, `\uFEFF${content}`)).toEqual({ seed: 3 });
  });

  it.each(['c.ts', 'c.mts', 'c.js', 'c.mjs'])(
    'gives defineConfig to %s where nothing is installed',
    async (name) => {
      expect(await load(name, defined)).toEqual({ seed: 3 });
    },
  );

  it('loads the modules that a configuration imports', async () => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, 'seed.ts'), 'export const seed: number = 3;');
    const file = path.join(folder, 'c.ts');
    writeFileSync(file, `import { seed } from './seed.ts';\nexport default { seed };`);
    expect(await loadConfigFile(file)).toEqual({ seed: 3 });
  });

  it.each([
    ['c.json', '{ "seed": }', /^invalid JSON in /],
    ['c.yaml', 'seed: 3\nseed: 4', /^invalid YAML in .*unique/],
    ['c.ts', 'export default {', /^cannot load /],
    ['c.ts', 'throw new Error("no seed today");', /no seed today/],
    ['c.ts', 'export const seed = 3;', /has no default export.*defineConfig/],
    ['c.toml', 'seed = 3', /^invalid configuration file .*: expected a file ending in \.ts/],
  ])('rejects %s with %j', async (name, content, message) => {
    await expect(load(name, content)).rejects.toThrow(message);
    await expect(load(name, content)).rejects.toThrow(ConfigError);
  });

  it.each([
    ['c.json', '{\n  "seed"\n}\n'],
    ['c.ts', 'export default {\n  seed: ,\n};\n'],
    ['c.ts', 'throw new Error("no seed\\ntoday");'],
    ['c.yaml', 'a: [\n  1\nb: 2'],
  ])('explains a mistake in %s of several lines on one line', async (name, content) => {
    const error: unknown = await load(name, content).catch((caught: unknown) => caught);
    expect(error instanceof ConfigError && error.summary).toMatch(/^[^\n]+$/);
  });

  it.each(['c.json', 'c.ts', 'c.yaml'])('reports a missing %s', async (name) => {
    const file = path.join(temporaryFolder(), name);
    await expect(loadConfigFile(file)).rejects.toThrow(/^cannot read .*: ENOENT.*loadcell init/);
  });

  it('reports a folder in its place', async () => {
    const file = path.join(temporaryFolder(), 'c.json');
    mkdirSync(file);
    await expect(loadConfigFile(file)).rejects.toThrow(/^cannot read .*: EISDIR/);
  });
});
