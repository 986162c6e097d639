import { existsSync, readFileSync } from 'node:fs';
import { inRoot } from './paths.mjs';

/** @param {string} file @returns {any} parsed, or undefined when there is no such file */
function readJson(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

const dependencyKinds = ['dependencies', 'devDependencies', 'optionalDependencies'];

/** Whether the lock has the dependencies of each package.json, which may have been edited by hand. */
export function lockMatchesManifests() {
  const lock = readJson(inRoot('package-lock.json'));
  if (lock === undefined) return false;
  return Object.entries(lock.packages)
    .filter(([where]) => !where.includes('node_modules'))
    .every(([where, locked]) => {
      const manifest = readJson(inRoot(where, 'package.json'));
      if (manifest === undefined) return false;
      return dependencyKinds.every(
        (kind) => JSON.stringify(manifest[kind] ?? {}) === JSON.stringify(locked[kind] ?? {}),
      );
    });
}

/**
 * Why dependencies have to be installed, by comparing the lock with what is installed: a checkout that was installed by
 * hand is as good as one that this script installed.
 * @returns {string | undefined} undefined when all are installed
 */
export function whyInstall() {
  if (!existsSync(inRoot('node_modules'))) return 'there are no dependencies yet';
  const lock = readJson(inRoot('package-lock.json'));
  const installed = readJson(inRoot('node_modules', '.package-lock.json'));
  if (lock === undefined || installed === undefined) return 'the dependencies are incomplete';
  if (!lockMatchesManifests()) return 'a package.json has other dependencies than the lock';
  for (const [where, wanted] of Object.entries(lock.packages)) {
    if (!where.includes('node_modules')) continue;
    // Packages for other systems are optional and rightly absent.
    if (wanted.optional === true && installed.packages[where] === undefined) continue;
    const isThere = existsSync(inRoot(where));
    if (!isThere || installed.packages[where]?.version !== wanted.version) {
      return `${where} differs from the lock`;
    }
  }
  if (!existsSync(inRoot('node_modules', '.bin', 'loadcell')))
    return 'the loadcell command is not linked';
  return undefined;
}
