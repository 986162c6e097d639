import type { Invocation } from '../command-definition.ts';
import { chooseFormats } from '../conclusion/choose-formats.ts';
import { printConclusion } from '../conclusion/print-conclusion.ts';
import type { ExitCode } from '../exit-codes.ts';
import { UsageError } from '../usage-error.ts';
import { asksForPresets, listSloPresets } from './plan/list-slo-presets.ts';
import { printPlan } from './plan/print-plan.ts';
import { readRunConfig } from './read-run-config.ts';
import { repeatRuns } from './repeat/repeat-runs.ts';
import { runOnce } from './run-once.ts';

/**
 * Runs once, or repeatedly and in turn with another configuration, as the flags say. `--dry-run` prints the plan and
 * `--slo list` the presets; both run nothing.
 * @throws {UsageError} when metrics or stages are chosen and nothing is compared
 */
export async function run(invocation: Invocation): Promise<ExitCode> {
  const { flags, terminal } = invocation;
  if (asksForPresets(flags)) return listSloPresets(flags, terminal);
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

/** Runs the phases of a configuration, tells how it goes, and prints what it came to. */
async function runTests(invocation: Invocation): Promise<ExitCode> {
  const { flags, terminal } = invocation;
  const formats = chooseFormats(flags);
  const config = await readRunConfig(invocation);
  const { verdict } = await runOnce(config, invocation, (conclusion) =>
    printConclusion(conclusion, formats, terminal, { isVerbose: config.test.verbose }),
  );
  return verdict.exitCode;
}
