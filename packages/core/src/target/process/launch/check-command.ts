import { access, constants, stat } from 'node:fs/promises';
import { isSystemError } from '../../../spec/error/system-error.ts';
import { ConfigError } from '../../../spec/error/errors.ts';
import { describeBytes } from './describe-bytes.ts';

type Obstacle = 'missing' | 'folder' | 'forbidden';

/** What prevents a file from being run; undefined if nothing does. */
async function obstacleOf(file: Buffer): Promise<Obstacle | undefined> {
  try {
    if ((await stat(file)).isDirectory()) return 'folder';
    await access(file, constants.X_OK);
    return undefined;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return error.code === 'ENOENT' || error.code === 'ENOTDIR' ? 'missing' : 'forbidden';
  }
}

const COMPLAINTS = {
  missing: { what: 'no such file', help: 'check the path' },
  folder: { what: 'it is a folder', help: 'pass the path of a program' },
  forbidden: {
    what: 'it is not executable',
    help: 'set the permission with chmod +x, or pass its interpreter before it',
  },
} as const;

function refuse(file: Buffer, obstacle: Obstacle): ConfigError {
  const { what, help } = COMPLAINTS[obstacle];
  return new ConfigError(`the command "${describeBytes(file)}" cannot be run: ${what}`, { help });
}

/**
 * Looks up a command as a shell would, before anything is started.
 * @param name a path, or a name in one of the folders of `searchPath`
 * @param searchPath in the format of PATH
 * @throws {ConfigError} when it cannot be found or executed
 */
export async function checkCommand(name: Buffer | Uint8Array, searchPath: string): Promise<void> {
  const bytes = Buffer.from(name);
  if (bytes.includes('/')) {
    const obstacle = await obstacleOf(bytes);
    if (obstacle === undefined) return;
    throw refuse(bytes, obstacle);
  }
  let refused: Buffer | undefined;
  for (const folder of searchPath.split(':')) {
    const file = Buffer.concat([Buffer.from(`${folder === '' ? '.' : folder}/`), bytes]);
    const obstacle = bytes.length === 0 ? 'missing' : await obstacleOf(file);
    if (obstacle === undefined) return;
    if (obstacle === 'forbidden') refused ??= file;
  }
  if (refused !== undefined) throw refuse(refused, 'forbidden');
  throw new ConfigError(
    `the command "${describeBytes(bytes)}" was not found: no folder of PATH has an executable file of that name`,
    { help: 'check the spelling, or pass its path' },
  );
}
