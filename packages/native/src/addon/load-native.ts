import { createRequire } from 'node:module';
import { isNativeAddon, type NativeAddon } from './addon-contract.ts';
import { binaryFault } from './elf-file.ts';
import { NativeLoadError } from './errors.ts';
import {
  brokenError,
  deniedError,
  missingError,
  otherContractError,
  REINSTALL,
  unfitError,
  unbundledError,
} from './load-errors.ts';
import { isDenied, ownPackage } from './own-package.ts';
import { platformAddon } from './platform-package.ts';

/**
 * Loads the addon. The system keeps one copy per process, so a second call is cheap.
 * @param packageDir folder with `prebuilds` (default: this package)
 * @throws {NativeLoadError} when there is no binary for this platform or it does not load
 */
export function loadNative(packageDir?: string): NativeAddon {
  const file = findAddon(packageDir);
  let loaded: unknown;
  try {
    const fault = binaryFault(file);
    // Only the system can say why it loads no library from another file.
    if (fault !== undefined && fault !== 'not-a-binary')
      throw unfitError(`native sampler ${file}`, fault);
    loaded = createRequire(file)(file);
  } catch (cause) {
    if (cause instanceof NativeLoadError) throw cause;
    throw isDenied(cause) ? deniedError(cause) : brokenError(file, cause);
  }
  if (isNativeAddon(loaded)) return loaded;
  throw otherContractError(file, loaded);
}

/**
 * The path of the addon.
 * @param packageDir folder with `prebuilds` (default: this package)
 * @throws {NativeLoadError} when there is none for this platform
 */
export function findAddon(packageDir?: string): string {
  try {
    const own = ownPackage();
    if (own === undefined) throw unbundledError();
    return search(own, packageDir ?? own);
  } catch (cause) {
    throw isDenied(cause) ? deniedError(cause) : cause;
  }
}

/**
 * What was compiled on this machine comes first, in a checkout or in an installed package; then the package of the platform.
 * @param own folder of this package, from which others are resolved
 */
function search(own: string, folder: string): string {
  const find = finderOf(createRequire(`${own}/package.json`));
  try {
    return String(find(folder));
  } catch (cause) {
    if (isDenied(cause)) throw cause;
    const packaged = folder === own ? platformAddon(own) : undefined;
    if (packaged === undefined) throw missingError(folder, cause);
    return packaged;
  }
}

type Finder = (folder: string) => unknown;

function isFinder(value: unknown): value is Finder {
  return typeof value === 'function';
}

function finderOf(requireFrom: NodeJS.Require): Finder {
  let found: unknown;
  try {
    found = requireFrom('node-gyp-build');
  } catch (cause) {
    if (isDenied(cause)) throw cause;
    throw incompleteError({ cause });
  }
  if (typeof found === 'function' && 'path' in found && isFinder(found.path)) return found.path;
  throw incompleteError({});
}

function incompleteError(options: ErrorOptions): NativeLoadError {
  const summary =
    'The package node-gyp-build, which @loadcell/native needs to find its binary, is missing.';
  return new NativeLoadError('NATIVE_BROKEN', summary, { ...options, help: REINSTALL });
}
