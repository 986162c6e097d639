import { spawnSync } from 'node:child_process';
import { HostsError } from '../hosts-error.mjs';

/**
 * Runs a program to its end, its output on stderr.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {Readonly<Record<string, string>>} [environment] added to that of this process
 * @throws {HostsError} when it fails
 */
export function runProgram(program, args, environment = {}) {
  const { status, error, signal } = spawnSync(program, args, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 2, 2],
  });
  if (error) throw new HostsError(`${program} cannot be run: ${error.message}`);
  if (status === 0) return;
  const how = signal === null ? `with code ${status}` : `by ${signal}`;
  throw new HostsError(`\`${[program, ...args].join(' ')}\` ended ${how}; its output is above`);
}
