import type { Invocation } from '../command/command-definition.ts';
import type { ExitCode } from '../exit-codes.ts';
import { UsageError } from '../usage-error.ts';
import { printPlan } from './plan/print-plan.ts';
import { repeatRuns } from './repeat-runs.ts';
import { runTests } from './run-tests.ts';

/**
 * Runs once, or as often and in turn with whatever the command line says; a dry run prints the plan and runs nothing.
 * @throws {UsageError} when metrics are chosen and nothing is compared
 */
export function runOrRepeat(invocation: Invocation): Promise<ExitCode> {
  const { flags } = invocation;
  if (flags.has('metric') && !flags.has('against')) {
    throw new UsageError(
      '--metric: there is nothing to compare. Give --against too, or compare finished runs: loadcell compare.',
    );
  }
  if (flags.has('dry-run')) return printPlan(invocation);
  return flags.has('repeat') || flags.has('against')
    ? repeatRuns(invocation)
    : runTests(invocation);
}
