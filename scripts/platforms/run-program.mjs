import { spawnSync } from 'node:child_process';

/**
 * Runs a program to its end, its output on stderr.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {string} [cwd]
 * @throws {Error} when it cannot be run or fails
 */
export function runProgram(program, args, cwd) {
  const { status, error } = spawnSync(program, args, { cwd, stdio: ['ignore', 2, 2] });
  if (error !== undefined || status !== 0) {
    throw new Error(`${program} ${args.join(' ')} failed: ${error?.message ?? `code ${status}`}`);
  }
}
