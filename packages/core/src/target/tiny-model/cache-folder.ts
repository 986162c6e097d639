import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { isSystemError } from '../../spec/error/system-error.ts';
import { TargetError } from '../errors.ts';

/**
 * Folder of generated models: `$XDG_CACHE_HOME/loadcell/models` or `~/.cache/…`; a relative value is ignored.
 * @throws {TargetError} when this user has no home
 */
export function findModelCacheFolder(
  environment: NodeJS.ProcessEnv,
  home: () => string = homedir,
): string {
  const configured = environment['XDG_CACHE_HOME'] ?? '';
  const caches = isAbsolute(configured) ? configured : join(readHome(home), '.cache');
  return join(caches, 'loadcell', 'models');
}

/** A relative home would be a folder in the working directory. */
function readHome(home: () => string): string {
  let folder: string;
  try {
    folder = home();
  } catch (cause) {
    // A user of a container may be unknown to its system.
    if (!isSystemError(cause)) throw cause;
    throw homeless('this user has no home directory, and HOME is not set', cause);
  }
  if (isAbsolute(folder)) return folder;
  throw homeless(`invalid home directory "${folder}": expected an absolute path`);
}

function homeless(message: string, cause?: unknown): TargetError {
  return new TargetError(message, {
    code: 'MODEL_CACHE',
    help: 'set HOME, or XDG_CACHE_HOME for generated models; or pass --model',
    cause,
  });
}
