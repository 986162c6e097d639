import { existsSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inHosts } from '../paths.mjs';
import { aliasDistribution } from './alias-distribution.mjs';
import { INSTALLER } from './environments.mjs';
import { registryOf } from './registry.mjs';
import { runProgram } from './run-program.mjs';
import { begin, finish, fingerprint, isMade, wasInterrupted } from './stamps.mjs';

/** @param {import('./environments.mjs').Environment} environment */
function printOf({ packages, overrides, alias }) {
  return fingerprint(INSTALLER, packages, overrides, alias ?? null);
}

/** Whether an environment has to be made or completed. */
export function isEnvironmentDue(environment) {
  const { name, folder, command } = environment;
  return !isMade(name, printOf(environment)) || !existsSync(path.join(folder, 'bin', command));
}

/**
 * Makes an environment, or completes one that was made by hand. The files of an interrupted installation are removed:
 * half a package can look complete, and the installer's cache makes the second attempt short.
 * @param {import('./environments.mjs').Environment} environment
 * @param {string} python
 */
export function installEnvironment(environment, python) {
  const { name, folder, packages, overrides, alias } = environment;
  if (wasInterrupted(name)) rmSync(folder, { recursive: true, force: true });
  begin(name);
  const ownPython = path.join(folder, 'bin', 'python');
  if (!existsSync(ownPython)) runProgram(python, ['-m', 'venv', '--clear', folder]);
  runProgram(ownPython, ['-m', 'pip', 'install', '--quiet', INSTALLER]);
  const overridesFile = inHosts(`${name}-overrides.txt`);
  writeFileSync(overridesFile, `${overrides.join('\n')}\n`);
  runProgram(
    path.join(folder, 'bin', 'uv'),
    ['pip', 'install', '--python', ownPython, '--override', overridesFile, ...packages],
    // The variable of a user who works in another environment would take precedence.
    { VIRTUAL_ENV: folder, ...registryOf(python) },
  );
  if (alias !== undefined) aliasDistribution(folder, alias);
  finish(name, printOf(environment));
}
