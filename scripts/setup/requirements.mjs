import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { inRoot } from './paths.mjs';
import { SetupError } from './setup-error.mjs';

/** The oldest Node that `engines` of package.json admits, as [major, minor]. */
function oldestNode() {
  const { engines } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  const [, major, minor] = /^>=(\d+)\.(\d+)/.exec(engines.node) ?? [];
  return [Number(major), Number(minor)];
}

/** @throws {SetupError} when this Node is too old */
export function checkRuntime() {
  const [major, minor] = oldestNode();
  const [haveMajor = 0, haveMinor = 0] = process.versions.node.split('.').map(Number);
  if (haveMajor > major || (haveMajor === major && haveMinor >= minor)) return;
  throw new SetupError(
    `Node ${process.versions.node} is too old: Loadcell needs ${major}.${minor} or newer. ` +
      'Install it from https://nodejs.org or with your version manager.',
  );
}

/**
 * @param {string} command
 * @returns {boolean} whether it can be run
 */
function runs(command) {
  const [program = '', ...options] = command.split(' ');
  const { status } = spawnSync(program, [...options, '--version'], { stdio: 'ignore' });
  return status === 0;
}

/** Tools that compile the addon; as in node-gyp, an environment variable overrides each. */
const toolchain = [
  { what: 'a C++ compiler', variable: 'CXX', commands: ['g++', 'c++', 'clang++'], packages: 'g++' },
  { what: 'make', variable: 'MAKE', commands: ['make', 'gmake'], packages: 'make' },
  { what: 'Python 3', variable: 'PYTHON', commands: ['python3'], packages: 'python3' },
];

/** @throws {SetupError} naming every missing tool, so that one installation fixes it */
export function checkToolchain() {
  const missing = toolchain.filter(({ variable, commands }) => {
    const chosen = process.env[variable];
    return !(chosen ? [chosen] : commands).some((command) => runs(command));
  });
  if (missing.length === 0) return;
  const names = missing.map(({ what, variable, commands }) => {
    const chosen = process.env[variable];
    return chosen ? `${what} (${variable}=${chosen})` : `${what} (${commands.join(' or ')})`;
  });
  throw new SetupError(
    `The addon is compiled on this machine, and ${names.join(', ')} cannot be run. ` +
      `On Debian or Ubuntu: apt-get install ${missing.map(({ packages }) => packages).join(' ')}`,
  );
}
