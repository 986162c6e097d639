import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { inRoot } from '../../setup/paths.mjs';
import { runInSystem } from './enter-system.mjs';

/**
 * @typedef {object} Outcome
 * @property {string} test its file and its name
 * @property {'passed' | 'failed' | 'skipped'} status
 */

/** Puts the binaries of a platform where the loader looks for them. */
function placeBinaries(checkout, platform, isPackaged) {
  const rebuilt = path.join(checkout, 'packages', 'native', 'build');
  rmSync(rebuilt, { recursive: true, force: true });
  const from = inRoot('platforms', platform);
  if (isPackaged) {
    const installed = path.join(checkout, 'node_modules', '@loadcell', `native-${platform}`);
    cpSync(from, installed, { recursive: true });
    return;
  }
  mkdirSync(path.join(rebuilt, 'Release'), { recursive: true });
  for (const file of ['loadcell.node', 'loadcell-launch']) {
    copyFileSync(path.join(from, file), path.join(rebuilt, 'Release', file));
  }
}

function outcomesIn(file, checkout) {
  const { testResults } = JSON.parse(readFileSync(file, 'utf8'));
  return testResults.flatMap(({ name, status, assertionResults }) => {
    const test = path.relative(checkout, name);
    // A file that cannot be loaded, or whose preparation fails, fails without a test that fails.
    const isBroken =
      status === 'failed' && assertionResults.every((one) => one.status !== 'failed');
    return [
      ...(isBroken ? [{ test, status: 'failed' }] : []),
      ...assertionResults.map((one) => ({
        test: `${test} > ${one.fullName}`,
        status: one.status === 'passed' || one.status === 'failed' ? one.status : 'skipped',
      })),
    ];
  });
}

/**
 * Runs a suite on a platform.
 * @param {import('./suites.mjs').Suite} suite
 * @param {{ platform: string, system: import('./system.mjs').System, checkout: string, compilers: string }} where
 * @returns {Outcome[]}
 * @throws {Error} when the tests end without results
 */
export function runSuite({ project, files, packaged }, { platform, system, checkout, compilers }) {
  placeBinaries(checkout, platform, packaged);
  const file = path.join(checkout, 'outcomes.json');
  rmSync(file, { force: true });
  const vitest = path.join(checkout, 'node_modules', 'vitest', 'vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  runInSystem(system, [vitest, 'run', '--project', project, ...reporters, ...files], {
    cwd: checkout,
    env: {
      NAPI_RS_NATIVE_LIBRARY_PATH: system.bundler,
      PATH: `${compilers}:${process.env.PATH}`,
    },
  });
  return outcomesIn(file, checkout);
}
