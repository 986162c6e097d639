import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { otherVersionError, packageMissingError } from './load-errors.ts';
import { isDenied } from './own-package.ts';

/** Platforms that have a package with the binary, for each C library. */
const PLATFORMS: ReadonlySet<string> = new Set(['linux-x64', 'linux-arm64']);

/** The binary in the package of a platform. */
const ADDON = 'loadcell.node';

/** The beginning of a program has the path of its loader. */
const HEAD_BYTES = 4096;

/** The C library of this Node, by the loader that its program names. */
function ownLibc(): 'gnu' | 'musl' {
  const head = Buffer.alloc(HEAD_BYTES);
  const file = openSync(process.execPath, 'r');
  try {
    readSync(file, head);
  } finally {
    closeSync(file);
  }
  return head.includes('/ld-musl-') ? 'musl' : 'gnu';
}

/** The name of the package with the binary of this platform; undefined where there is none. */
export function platformPackage(): string | undefined {
  const platform = `${process.platform}-${process.arch}`;
  return PLATFORMS.has(platform) ? `@loadcell/native-${platform}-${ownLibc()}` : undefined;
}

/**
 * The path of the addon in the package of this platform.
 * @param own folder of this package, from which the other is found
 * @returns undefined where this platform has no package
 * @throws {NativeLoadError} when it is not installed, or of another version
 * @throws when Node's permission model denies reading it, see {@link isDenied}
 */
export function platformAddon(own: string): string | undefined {
  const name = platformPackage();
  if (name === undefined) return undefined;
  const wanted = versionIn(path.join(own, 'package.json'));
  const manifest = find(own, name, wanted);
  const version = versionIn(manifest);
  if (version !== wanted) throw otherVersionError({ name, version, wanted });
  return path.join(path.dirname(manifest), ADDON);
}

function find(own: string, name: string, version: string): string {
  try {
    return createRequire(path.join(own, 'package.json')).resolve(`${name}/package.json`);
  } catch (cause) {
    if (isDenied(cause)) throw cause;
    throw packageMissingError({ name, version, own }, cause);
  }
}

function versionIn(manifest: string): string {
  const read: unknown = JSON.parse(readFileSync(manifest, 'utf8'));
  const hasVersion = typeof read === 'object' && read !== null && 'version' in read;
  return hasVersion ? String(read.version) : '';
}
