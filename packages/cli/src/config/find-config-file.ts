import { existsSync } from 'node:fs';
import path from 'node:path';
import { ConfigError } from '@loadcell/core';

/** Names under which a configuration is found when none is given. */
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
 * The configuration file of a folder; undefined when there is none, and every default then holds.
 * @throws {ConfigError} when there are several, since any choice would silently change what is measured
 */
export function findConfigFile(folder: string): string | undefined {
  const found = CONFIG_FILE_NAMES.filter((name) => existsSync(path.join(folder, name)));
  const [only] = found;
  if (only === undefined) return undefined;
  if (found.length > 1) {
    throw new ConfigError(
      `${folder} holds several configurations: ${found.join(', ')}. Keep one, or name the one to use: loadcell run ${only}`,
    );
  }
  return path.join(folder, only);
}
