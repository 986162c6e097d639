import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runProgram } from './run-program.mjs';

/** The cross compiler of the registry of Python: Clang with the headers and stubs of every C library. */
const COMPILER = 'ziglang==0.17.1';

/** Names under which a build looks for its tools, and the command of the compiler for each. */
const TOOLS = [
  ['CC', 'cc'],
  ['CXX', 'c++'],
  ['AR', 'ar'],
];

/** Installs the compiler once. @param {string} folder where it is kept @returns {string} its Python */
function install(folder) {
  const python = path.join(folder, 'bin', 'python');
  if (existsSync(path.join(folder, 'installed'))) return python;
  runProgram('python3', ['-m', 'venv', '--clear', folder]);
  runProgram(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', COMPILER]);
  writeFileSync(path.join(folder, 'installed'), COMPILER);
  return python;
}

/**
 * Makes the cross compiler available.
 * @param {string} cacheDir
 * @returns {(target: string) => Record<string, string>} the variables with which a build compiles for a target
 */
export function crossCompiler(cacheDir) {
  const python = install(path.join(cacheDir, 'cross-compiler'));
  return (target) => {
    const folder = path.join(cacheDir, 'tools', target);
    mkdirSync(folder, { recursive: true });
    const tools = TOOLS.map(([variable, command]) => {
      const tool = path.join(folder, command);
      const options = command === 'ar' ? '' : ` -target ${target}`;
      writeFileSync(tool, `#!/bin/sh\nexec '${python}' -m ziglang ${command}${options} "$@"\n`);
      chmodSync(tool, 0o755);
      return [variable, tool];
    });
    const variables = Object.fromEntries(tools);
    return { ...variables, LINK: variables.CXX, LDFLAGS: '-s' };
  };
}
