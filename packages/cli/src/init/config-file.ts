import { existsSync } from 'node:fs';
import path from 'node:path';
import { ConfigError, shellWord } from '@loadcell/core';
import { CONFIG_FILE_NAMES } from '../config/find-config-file.ts';
import { shownPath } from '../terminal/shown-path.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** The file that is written without another name. */
export const DEFAULT_FILE = 'loadcell.config.ts';

/** Whether `loadcell run` finds a file in the working directory without its name. */
function isFoundByName(file: string): boolean {
  return CONFIG_FILE_NAMES.some((name) => name === path.basename(file));
}

/**
 * Checks that a configuration may be written.
 * @param file absolute path
 * @throws {ConfigError} when it exists, unless forced, or when its folder would have two configurations
 */
export function checkPlace(file: string, { isForced }: { readonly isForced: boolean }): void {
  const folder = path.dirname(file);
  const rivals = isFoundByName(file)
    ? CONFIG_FILE_NAMES.map((name) => path.join(folder, name)).filter((one) => one !== file)
    : [];
  const rival = rivals.find((one) => existsSync(one));
  if (rival !== undefined) {
    throw new ConfigError(`${rival} already exists and was not changed`, {
      help: 'delete it, or pass another file name, such as loadcell init server.config.ts',
    });
  }
  if (!isForced && existsSync(file)) {
    throw new ConfigError(`${file} already exists and was not changed`, {
      help: 'pass --force to overwrite it, or another file name',
    });
  }
}

/** The command that runs a configuration, as it is typed in the working directory. */
export function nextCommand(file: string, terminal: Terminal): string {
  const isFound = isFoundByName(file) && path.dirname(file) === terminal.workingDirectory;
  return isFound ? 'loadcell run' : `loadcell run ${shellWord(shownPath(file, terminal))}`;
}
