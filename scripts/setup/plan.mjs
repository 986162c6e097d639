import { existsSync } from 'node:fs';
import path from 'node:path';
import { filesBelow, fingerprintOf } from './fingerprint.mjs';
import { lockMatchesManifests, whyInstall } from './installed.mjs';
import { inRoot } from './paths.mjs';
import { checkToolchain } from './requirements.mjs';
import { runNpm } from './run-npm.mjs';

/**
 * @typedef {object} Step
 * @property {string} name key of its stamp
 * @property {string} reason why it is due
 * @property {string} action what it does
 * @property {() => string} fingerprint of its inputs
 * @property {() => void} run
 * @property {() => boolean} isComplete whether its output exists
 */

/** Packages in the order in which each needs the types of the one before. */
const packages = ['native', 'core', 'cli'];

/** @returns {Step} */
function installStep(reason) {
  return {
    name: 'install',
    reason,
    action: 'installing dependencies',
    fingerprint: () => '',
    // Where a package.json was edited, its lock is brought up to date; otherwise it stays as it is. Install scripts stay off:
    // the addon is built below, and nothing else here needs one.
    run: () => {
      const command = lockMatchesManifests() ? 'ci' : 'install';
      runNpm([command, '--ignore-scripts', '--no-audit', '--no-fund']);
    },
    isComplete: () => whyInstall() === undefined,
  };
}

const addonSources = [
  inRoot('binding.gyp'),
  inRoot('native', 'src'),
  inRoot('native', 'launch.gypi'),
  inRoot('native', 'sources.gypi'),
  inRoot('native', 'flags.gypi'),
  inRoot('packages', 'native', 'package.json'),
  inRoot('packages', 'native', 'scripts', 'build.mjs'),
];

function addonIsBuilt() {
  const folder = inRoot('packages', 'native', 'prebuilds', `${process.platform}-${process.arch}`);
  const files = filesBelow(folder).map((file) => path.basename(file));
  return files.some((file) => file.endsWith('.node')) && files.includes('loadcell-launch');
}

/** @returns {Step} */
function addonStep(reason) {
  return {
    name: 'addon',
    reason,
    action: 'compiling it',
    fingerprint: () => fingerprintOf(addonSources),
    run: () => {
      checkToolchain();
      runNpm(['run', 'build:native', '--workspace', '@loadcell/native']);
    },
    isComplete: addonIsBuilt,
  };
}

/** Inputs of a package's build: its own files, and those of the packages whose types it needs. */
function sourcesOf(name) {
  const needed = packages.slice(0, packages.indexOf(name) + 1);
  return [
    inRoot('tsconfig.base.json'),
    ...needed.flatMap((each) =>
      ['src', 'page', 'scripts', 'package.json', 'tsconfig.json'].map((part) =>
        inRoot('packages', each, part),
      ),
    ),
  ];
}

/** Whether every source has its output: a stamp does not notice a removed `dist`. */
function packageIsBuilt(name) {
  const sources = filesBelow(inRoot('packages', name, 'src')).filter((file) =>
    file.endsWith('.ts'),
  );
  const generated = name === 'core' ? ['schemas', 'assets'] : [];
  return (
    generated.every((folder) => filesBelow(inRoot('packages', name, folder)).length > 0) &&
    sources.every((source) => {
      const within = path.relative(inRoot('packages', name, 'src'), source).replace(/\.ts$/, '.js');
      return existsSync(inRoot('packages', name, 'dist', within));
    })
  );
}

/** @returns {Step} */
function packageStep(name, reason) {
  return {
    name,
    reason,
    action: 'compiling it',
    fingerprint: () => fingerprintOf(sourcesOf(name)),
    run: () => runNpm(['run', 'build', '--workspace', `@loadcell/${name}`]),
    isComplete: () => packageIsBuilt(name),
  };
}

/** Why an output has to be made from its sources; undefined when it is up to date. */
function whyMake(what, { isComplete, fingerprint }, stamp) {
  if (stamp !== undefined && !isComplete()) return `${what} is incomplete`;
  if (stamp === undefined) return `${what} is not built yet`;
  return stamp === fingerprint() ? undefined : `${what} has changed`;
}

/**
 * Steps that are due, in order.
 * @param {Record<string, string>} stamps fingerprints by step, as of when each was last done
 * @returns {Step[]}
 */
export function planSetup(stamps) {
  const install = whyInstall();
  // Without dependencies, no other step can be checked.
  if (install !== undefined) return [installStep(install)];
  const candidates = [
    { what: 'the addon', make: addonStep, stamp: stamps.addon },
    ...packages.map((name) => ({
      what: `@loadcell/${name}`,
      make: (reason) => packageStep(name, reason),
      stamp: stamps[name],
    })),
  ];
  return candidates.flatMap(({ what, make, stamp }) => {
    const reason = whyMake(what, make(''), stamp);
    return reason === undefined ? [] : [make(reason)];
  });
}
