import { describePlan, planRun } from '@loadcell/core';
import type { Invocation } from '../../command-definition.ts';
import { EXIT_CODES, type ExitCode } from '../../exit-codes.ts';
import { UsageError } from '../../usage-error.ts';
import { readRunConfig } from '../read-run-config.ts';

/** Flags of more than one run. */
const OF_SEVERAL = ['repeat', 'against'];

/**
 * Prints what a run would send; nothing is started, reached or written.
 * @throws {UsageError} where there is more than one run
 */
export async function printPlan(invocation: Invocation): Promise<ExitCode> {
  const { flags, terminal } = invocation;
  const other = OF_SEVERAL.find((name) => flags.has(name));
  if (other !== undefined) {
    throw new UsageError(`--dry-run cannot be combined with --${other}.`, {
      help: `remove --${other}: the plan is that of one run`,
    });
  }
  const config = await readRunConfig(invocation);
  terminal.stdout.write(describePlan(await planRun(config)));
  return EXIT_CODES.pass;
}
