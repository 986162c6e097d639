import { access, constants, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { ConfigError } from '../spec/errors.ts';

/** What keeps a file from being run; undefined when nothing does. */
async function obstacleOf(file: string): Promise<'missing' | 'folder' | 'forbidden' | undefined> {
  try {
    if ((await stat(file)).isDirectory()) return 'folder';
    await access(file, constants.X_OK);
    return undefined;
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    return error.code === 'ENOENT' || error.code === 'ENOTDIR' ? 'missing' : 'forbidden';
  }
}

const COMPLAINTS = {
  missing: 'there is no such file',
  folder: 'it is a folder',
  forbidden: 'it may not be executed: give it the right with chmod +x, or name its interpreter',
} as const;

/**
 * Looks a command up as a shell would, before anything is started.
 * @param name a path, or a name in one of the folders of `searchPath`
 * @param searchPath as PATH has it
 * @returns what to execute: the name as it was given, where a shell finds the same by it
 * @throws {ConfigError} when it cannot be found or executed
 */
export async function resolveCommand(name: string, searchPath: string): Promise<string> {
  if (name.includes('/')) {
    const obstacle = await obstacleOf(name);
    if (obstacle === undefined) return name;
    throw new ConfigError(`The command "${name}" cannot be run: ${COMPLAINTS[obstacle]}.`);
  }
  let refused: string | undefined;
  for (const folder of searchPath.split(delimiter)) {
    const file = join(folder === '' ? '.' : folder, name);
    const obstacle = name === '' ? 'missing' : await obstacleOf(file);
    // A shell takes a name that begins with a dash for an option.
    if (obstacle === undefined) return name.startsWith('-') ? file : name;
    if (obstacle === 'forbidden') refused ??= file;
  }
  if (refused !== undefined) {
    throw new ConfigError(`The command "${refused}" cannot be run: ${COMPLAINTS.forbidden}.`);
  }
  throw new ConfigError(
    `The command "${name}" was not found: no folder of PATH holds an executable file of that name. ` +
      'Check the spelling, or give its path.',
  );
}
