import { spawnSync } from 'node:child_process';
import { UnmetRequirement } from '../hosts-error.mjs';

/** Time limit for one step of an installation. */
const STEP_MINUTES = 15;

/**
 * Runs a program to its end, its output on stderr.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {Readonly<Record<string, string>>} [environment] added to that of this process
 * @throws {UnmetRequirement} when it fails: the registry went away, the disk is full, or the machine is too slow
 */
export function runProgram(program, args, environment = {}) {
  const { status, error, signal } = spawnSync(program, args, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 2, 2],
    timeout: STEP_MINUTES * 60_000,
  });
  if (error) throw new UnmetRequirement(`${program} cannot be run: ${error.message}`);
  if (status === 0) return;
  const how = signal === null ? `with code ${status}` : `by ${signal}`;
  throw new UnmetRequirement(
    `\`${[program, ...args].join(' ')}\` ended ${how}; its output is above`,
  );
}
