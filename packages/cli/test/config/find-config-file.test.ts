import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { ConfigError } from '@loadcell/core';
import { describe, expect, it } from 'vitest';
import { CONFIG_FILE_NAMES, findConfigFile } from '../../src/config/find-config-file.ts';
import { temporaryFolder } from '../temporary-folder.ts';

describe('findConfigFile', () => {
  it('finds nothing in a folder without one', () => {
    expect(findConfigFile(temporaryFolder())).toBeUndefined();
  });

  it.each(CONFIG_FILE_NAMES)('finds %s', (name) => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, name), '');
    expect(findConfigFile(folder)).toBe(path.join(folder, name));
  });

  it('rejects two', () => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, 'loadcell.config.ts'), '');
    writeFileSync(path.join(folder, 'loadcell.config.yml'), '');
    expect(() => findConfigFile(folder)).toThrow(ConfigError);
    expect(() => findConfigFile(folder)).toThrow(/loadcell\.config\.ts, loadcell\.config\.yml/);
  });
});
