import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseConfig } from '@loadcell/core';
import { describe, expect, it } from 'vitest';
import { loadConfigFile } from '../../../packages/cli/src/config/load-config-file.ts';
import { expectPassed } from '../support/expect-passed.ts';
import { temporaryFolder } from '../support/run-folder.ts';
import { runLoadcell } from '../support/run-loadcell.ts';

const folder = fileURLToPath(new URL('../../../examples', import.meta.url));
const files = readdirSync(folder).filter((name) => name.includes('.config.'));

describe('the examples', () => {
  it.each(files)('%s is a valid configuration', async (name) => {
    const config = parseConfig(await loadConfigFile(path.join(folder, name)));
    expect(name.startsWith(config.name)).toBe(true);
  });

  it.each(['quick.config.json', 'capacity.config.ts'])('%s passes', async (name) => {
    const cwd = temporaryFolder();
    expectPassed(await runLoadcell(['run', path.join(folder, name)], { cwd }), cwd);
  });
});
