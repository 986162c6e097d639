import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { binaryFault } from './elf-file.ts';
import { NativeLoadError } from './errors.ts';
import { deniedError, REINSTALL, unfitError } from './load-errors.ts';
import { findAddon } from './load-native.ts';
import { isDenied } from './own-package.ts';

const LAUNCHER = 'loadcell-launch';

/**
 * The program that starts commands, in the folder of the addon.
 * @param addon file of the addon
 * @throws {NativeLoadError} when it is missing or not executable
 */
export function launcherPath(addon: string = findAddon()): string {
  const launcher = path.join(path.dirname(addon), LAUNCHER);
  try {
    accessSync(launcher, constants.X_OK);
    const fault = binaryFault(launcher);
    if (fault !== undefined) throw unfitError(`launcher ${launcher}`, fault);
    return launcher;
  } catch (cause) {
    if (cause instanceof NativeLoadError) throw cause;
    if (isDenied(cause)) throw deniedError(cause);
    throw isForbidden(cause)
      ? new NativeLoadError('NATIVE_BROKEN', `The launcher ${launcher} is not executable.`, {
          cause,
          help: 'make it executable (chmod +x) on a file system mounted without noexec',
        })
      : new NativeLoadError('NATIVE_MISSING', `The launcher ${launcher} is missing.`, {
          cause,
          help: REINSTALL,
        });
  }
}

function isForbidden(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EACCES';
}
