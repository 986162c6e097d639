import { existsSync } from 'node:fs';
import path from 'node:path';
import { ConfigError } from '@loadcell/core';

/** Names of configuration files that are found without an argument. */
export const CONFIG_FILE_NAMES = [
  'loadcell.config.ts',
  'loadcell.config.mts',
  'loadcell.config.mjs',
  'loadcell.config.js',
  'loadcell.config.json',
  'loadcell.config.yaml',
  'loadcell.config.yml',
] as const;

/**
 * The configuration file of a folder; undefined without one, so that defaults apply.
 * @throws {ConfigError} for several, since choosing one would silently change what is measured
 */
export function findConfigFile(folder: string): string | undefined {
  const found = CONFIG_FILE_NAMES.filter((name) => existsSync(path.join(folder, name)));
  const [only] = found;
  if (only === undefined) return undefined;
  if (found.length > 1) {
    throw new ConfigError(`${folder} contains several configuration files: ${found.join(', ')}`, {
      help: 'keep one, or pass one to loadcell run',
    });
  }
  return path.join(folder, only);
}
