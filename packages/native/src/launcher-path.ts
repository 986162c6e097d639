import { existsSync } from 'node:fs';
import path from 'node:path';
import { NativeLoadError } from './errors.ts';
import { REINSTALL } from './load-errors.ts';
import { findAddon } from './load-native.ts';

const LAUNCHER = 'loadcell-launch';

/**
 * The program that starts commands, beside the addon.
 * @throws {NativeLoadError} when it is not there
 */
export function launcherPath(): string {
  const addon = findAddon();
  const launcher = path.join(path.dirname(addon), LAUNCHER);
  if (existsSync(launcher)) return launcher;
  throw new NativeLoadError(
    'NATIVE_MISSING',
    `The launcher ${launcher}, which starts commands, is not there.`,
    { help: REINSTALL },
  );
}
