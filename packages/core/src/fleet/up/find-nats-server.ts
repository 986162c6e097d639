import { checkCommand } from '../../target/process/launch/check-command.ts';
import { ConfigError, LoadcellError } from '../../spec/error/errors.ts';

const NAME = 'nats-server';

/** Folders of system programs: PATH of an ordinary user lacks them on Debian, which installs it there. */
const SYSTEM_FOLDERS = '/usr/local/sbin:/usr/sbin:/sbin';

const INSTALL =
  'install it with "apt install nats-server" (Debian, Ubuntu), "brew install nats-server" (macOS) or from github.com/nats-io/nats-server/releases, or start one with "docker run --network host nats -js" and pass its URL to --bus and --fleet';

/**
 * Looks for nats-server on PATH.
 * @param searchPath in the format of PATH
 * @param systemFolders searched after it
 * @returns the name, and the PATH to start it with
 * @throws {LoadcellError} `BUS` with how to install it
 */
export async function findNatsServer(
  searchPath: string,
  systemFolders = SYSTEM_FOLDERS,
): Promise<{ readonly name: string; readonly searchPath: string }> {
  const folders = [searchPath, systemFolders].filter((part) => part !== '').join(':');
  try {
    await checkCommand(Buffer.from(NAME), folders);
    return { name: NAME, searchPath: folders };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new LoadcellError('BUS', `${NAME} was not found on PATH`, {
      help: INSTALL,
      cause: error,
    });
  }
}
