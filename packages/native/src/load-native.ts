import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { isNativeAddon, type NativeAddon } from './addon-contract.ts';
import { NativeLoadError } from './errors.ts';

/** How a binary that is missing is made. */
export const REBUILD = 'In a checkout run `npm run build:native --workspace @loadcell/native`';

const OWN_PACKAGE = fileURLToPath(new URL('..', import.meta.url));
const requireFromHere = createRequire(import.meta.url);

/**
 * Loads the addon. The system keeps one copy of it in a process, so a second call costs little.
 * @param packageDir folder that holds `prebuilds`; this package's own unless a test says otherwise
 * @throws {NativeLoadError} when there is no binary for this platform, or it does not load
 */
export function loadNative(packageDir: string = OWN_PACKAGE): NativeAddon {
  const path = findAddon(packageDir);
  let loaded: unknown;
  try {
    loaded = requireFromHere(path);
  } catch (cause) {
    throw new NativeLoadError(
      'NATIVE_BROKEN',
      `The native sampler ${path} is there but the system did not load it (${messageOf(cause)}). ` +
        `Expected a binary for ${platformName()}. ${REBUILD}; elsewhere reinstall the package.`,
      { cause },
    );
  }
  if (!isNativeAddon(loaded)) {
    throw new NativeLoadError(
      'NATIVE_MISMATCH',
      `The native sampler ${path} belongs to another version of @loadcell/native. ${REBUILD}; ` +
        'elsewhere reinstall the package.',
    );
  }
  return loaded;
}

/**
 * Where the addon is.
 * @param packageDir folder that holds `prebuilds`
 * @throws {NativeLoadError} when there is none for this platform
 */
export function findAddon(packageDir: string = OWN_PACKAGE): string {
  const nodeGypBuild: unknown = requireFromHere('node-gyp-build');
  if (typeof nodeGypBuild !== 'function' || !('path' in nodeGypBuild)) {
    throw new NativeLoadError(
      'NATIVE_BROKEN',
      'The package node-gyp-build is not what was expected: reinstall the dependencies.',
    );
  }
  const { path: find } = nodeGypBuild;
  if (typeof find !== 'function') {
    throw new NativeLoadError(
      'NATIVE_BROKEN',
      'The package node-gyp-build has no path(): reinstall the dependencies.',
    );
  }
  try {
    const found: unknown = find(packageDir);
    return String(found);
  } catch (cause) {
    throw new NativeLoadError(
      'NATIVE_MISSING',
      `There is no native sampler for ${platformName()} below ${packageDir}. It exists for Linux on ` +
        `x64 and arm64. ${REBUILD}; it takes a C++20 compiler, make and python3.`,
      { cause },
    );
  }
}

function platformName(): string {
  return `${process.platform} on ${process.arch}, Node ${process.versions.node}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
