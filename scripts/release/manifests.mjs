import { readFileSync, writeFileSync } from 'node:fs';
import { allPlatforms } from '../pack/platforms.mjs';
import { inRoot, packageNames } from '../setup/paths.mjs';
import { ReleaseError } from './release-error.mjs';

const SCOPE = '@loadcell/';
const DEPENDENCIES = ['dependencies', 'devDependencies', 'optionalDependencies'];

function read(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function packageFile(name) {
  return inRoot('packages', name, 'package.json');
}

/** Manifests that changesets does not know: the root's, and those outside of the workspaces. */
function otherFiles() {
  return [
    inRoot('package.json'),
    ...allPlatforms().map((platform) => inRoot('platforms', platform, 'package.json')),
  ];
}

/** The version of this checkout. */
export function currentVersion() {
  return read(packageFile('cli')).version;
}

/** Gives the version of the packages to every other manifest. */
export function copyVersion() {
  const version = currentVersion();
  for (const file of otherFiles()) {
    writeFileSync(file, `${JSON.stringify({ ...read(file), version }, null, 2)}\n`);
  }
}

/**
 * Checks that all packages have one version, and need exactly that version of each other.
 * @throws {ReleaseError} with every difference
 */
export function checkVersions() {
  const version = currentVersion();
  const differences = [...packageNames.map(packageFile), ...otherFiles()].flatMap((file) => {
    const manifest = read(file);
    const versions = Object.entries({
      version: manifest.version,
      ...Object.assign({}, ...DEPENDENCIES.map((kind) => manifest[kind])),
    });
    return versions
      .filter(([name, each]) => (name === 'version' || name.startsWith(SCOPE)) && each !== version)
      .map(([name, each]) => `${manifest.name}: ${name} ${each}`);
  });
  if (differences.length === 0) return;
  throw new ReleaseError(`not version ${version} everywhere: ${differences.join('; ')}`);
}
