import { access, constants, stat } from 'node:fs/promises';
import { ConfigError } from '../spec/errors.ts';

type Obstacle = 'missing' | 'folder' | 'forbidden';

/** What keeps a file from being run; undefined when nothing does. */
async function obstacleOf(file: Buffer): Promise<Obstacle | undefined> {
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

function refuse(file: Buffer, obstacle: Obstacle): ConfigError {
  return new ConfigError(
    `The command "${file.toString()}" cannot be run: ${COMPLAINTS[obstacle]}.`,
  );
}

/**
 * Looks a command up as a shell would, before anything is started.
 * @param name a path, or a name in one of the folders of `searchPath`
 * @param searchPath as PATH has it
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
    `The command "${bytes.toString()}" was not found: no folder of PATH holds an executable file of that name. ` +
      'Check the spelling, or give its path.',
  );
}
