import type { Invocation } from '../command/command-definition.ts';
import type { ExitCode } from '../exit-codes.ts';
import { UsageError } from '../usage-error.ts';
import { asksForPresets, listSloPresets } from './plan/list-slo-presets.ts';
import { printPlan } from './plan/print-plan.ts';
import { repeatRuns } from './repeat-runs.ts';
import { runTests } from './run-tests.ts';

/**
 * Runs once, or repeatedly and in turn with another configuration, as the flags say. `--dry-run` prints the plan and
 * `--slo list` the presets; both run nothing.
 * @throws {UsageError} when metrics or stages are chosen and nothing is compared
 */
export async function runOrRepeat(invocation: Invocation): Promise<ExitCode> {
  const { flags, terminal } = invocation;
  if (asksForPresets(flags)) return listSloPresets(terminal);
  for (const flag of ['metric', 'stage']) {
    if (!flags.has(flag) || flags.has('against')) continue;
    throw new UsageError(`--${flag} needs --against`, {
      help: 'pass --against, or compare finished runs with loadcell compare',
    });
  }
  if (flags.has('dry-run')) return await printPlan(invocation);
  return flags.has('repeat') || flags.has('against')
    ? await repeatRuns(invocation)
    : await runTests(invocation);
}
