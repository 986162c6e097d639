import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseConfig } from '@loadcell/core';
import { describe, expect, it } from 'vitest';
import { loadConfigFile } from '../../src/config/load-config-file.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const FOLDER = fileURLToPath(new URL('../../../../examples', import.meta.url));

describe('each example', () => {
  const files = readdirSync(FOLDER).filter((name) => /\.config\.(ts|json|yaml)$/.test(name));

  it.each(files)('%s is valid', async (name) => {
    const written = await loadConfigFile(path.join(FOLDER, name));
    expect(() => parseConfig(written)).not.toThrow();
  });
});

describe('each configuration of the guide', () => {
  const guide = path.join(FOLDER, '../docs/guide');
  const blocks = readdirSync(guide).flatMap((page) =>
    [
      ...readFileSync(path.join(guide, page), 'utf8').matchAll(
        /```ts[^\n]*\n(import [^`]*export default defineConfig[^`]*)```/g,
      ),
    ].map(([, block = '']) => ({ page, block })),
  );

  it.each(blocks)('is valid: $page', async ({ block }) => {
    const file = path.join(temporaryFolder(), 'loadcell.config.ts');
    writeFileSync(file, block);
    const written = await loadConfigFile(file);
    expect(() => parseConfig(written)).not.toThrow();
  });
});
