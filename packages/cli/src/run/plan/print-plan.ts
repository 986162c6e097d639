import { describePlan, planRun } from '@loadcell/core';
import type { Invocation } from '../../command-definition.ts';
import { EXIT_CODES, type ExitCode } from '../../exit-codes.ts';
import { cannotCombine } from '../../flags/refusals.ts';
import { UsageError } from '../../usage-error.ts';
import { readRunConfig } from '../read-run-config.ts';

/** Flags that run more than once. */
const OF_SEVERAL = ['repeat', 'against'];

/**
 * Prints what a run would send, without starting, contacting or writing anything.
 * @throws {UsageError} for several runs
 */
export async function printPlan(invocation: Invocation): Promise<ExitCode> {
  const { flags, terminal } = invocation;
  const other = OF_SEVERAL.find((name) => flags.has(name));
  if (other !== undefined) {
    throw new UsageError(cannotCombine('--dry-run', `--${other}`), {
      help: `remove --${other}: a plan covers one run`,
    });
  }
  const config = await readRunConfig(invocation);
  terminal.stdout.write(describePlan(await planRun(config)));
  return EXIT_CODES.pass;
}
