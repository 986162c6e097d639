import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isCodedError } from '../error-code.ts';

/** The packages that the command runs with, each found from the one before. */
const NEEDED = ['@loadcell/core', '@loadcell/native'];

/** The packages do not fit together: nothing can be measured, whatever the command line. */
class InstallationError extends Error {
  readonly code = 'INSTALLATION';
  readonly summary: string;
  readonly help: string;

  constructor(
    summary: string,
    { help, cause }: { readonly help: string; readonly cause?: unknown },
  ) {
    super(summary, { cause });
    this.name = 'InstallationError';
    this.summary = summary;
    this.help = help;
  }
}

/** The manifest of this package; it is two folders up from both `src` and `dist`. */
function ownManifest(): string {
  return fileURLToPath(new URL('../../package.json', import.meta.url));
}

/** The version of this package. */
export function ownVersion(): string {
  return versionIn(ownManifest());
}

/**
 * Refuses packages of several versions: figures would come from code that was never tested together, or an import would fail.
 * @param own manifest of this package
 * @throws {InstallationError} naming both versions and where they are
 */
export function refuseMixedVersions(own: string = ownManifest()): void {
  const version = versionIn(own);
  let from = own;
  for (const name of NEEDED) {
    const manifest = findManifest(name, from);
    const found = versionIn(manifest);
    if (found !== version) {
      throw new InstallationError(
        `@loadcell/cli ${version} in ${path.dirname(own)} finds ${name} ${found} in ${path.dirname(manifest)}`,
        {
          help: `install one version of both: npm install @loadcell/cli@${version} ${name}@${version}`,
        },
      );
    }
    from = manifest;
  }
}

function findManifest(name: string, from: string): string {
  try {
    return createRequire(from).resolve(`${name}/package.json`);
  } catch (cause) {
    if (!isCodedError(cause) || cause.code !== 'MODULE_NOT_FOUND') throw cause;
    throw new InstallationError(`the package ${name} is not installed where ${from} needs it`, {
      cause,
      help: 'install the packages again: npm install @loadcell/cli',
    });
  }
}

function versionIn(manifest: string): string {
  const read: unknown = JSON.parse(readFileSync(manifest, 'utf8'));
  const hasVersion = typeof read === 'object' && read !== null && 'version' in read;
  return hasVersion ? String(read.version) : 'unknown';
}
