import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { otherPlatformError, otherVersionError, packageMissingError } from './load-errors.ts';
import { ownLibc } from './own-libc.ts';
import { isDenied } from './own-package.ts';

/** Platforms that have a package with the binary. */
const PACKAGED = ['linux-x64-gnu', 'linux-x64-musl', 'linux-arm64-gnu', 'linux-arm64-musl'];

/** The binary in the package of a platform. */
const ADDON = 'loadcell.node';

function nameOf(platform: string): string {
  return `@loadcell/native-${platform}`;
}

/** The name of the package with the binary of this platform; undefined where there is none. */
export function platformPackage(): string | undefined {
  const platform = PACKAGED.find(
    (one) => one === `${process.platform}-${process.arch}-${ownLibc()}`,
  );
  return platform === undefined ? undefined : nameOf(platform);
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
  const folder = path.dirname(manifest);
  if (version !== wanted) throw otherVersionError({ name, version, wanted, folder });
  return path.join(folder, ADDON);
}

function find(own: string, name: string, version: string): string {
  try {
    return manifestOf(own, name);
  } catch (cause) {
    if (isDenied(cause)) throw cause;
    const other = PACKAGED.map(nameOf).find((packaged) => isInstalled(own, packaged));
    throw other === undefined
      ? packageMissingError({ name, version, own }, cause)
      : otherPlatformError({ name, other }, cause);
  }
}

function manifestOf(own: string, name: string): string {
  return createRequire(path.join(own, 'package.json')).resolve(`${name}/package.json`);
}

function isInstalled(own: string, name: string): boolean {
  try {
    manifestOf(own, name);
    return true;
  } catch {
    return false;
  }
}

function versionIn(manifest: string): string {
  const read: unknown = JSON.parse(readFileSync(manifest, 'utf8'));
  const hasVersion = typeof read === 'object' && read !== null && 'version' in read;
  return hasVersion ? String(read.version) : '';
}
