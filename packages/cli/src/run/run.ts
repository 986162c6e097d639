import type { Invocation } from '../command-definition.ts';
import { chooseFormats } from '../conclusion/choose-formats.ts';
import { printConclusion } from '../conclusion/print-conclusion.ts';
import type { ExitCode } from '../exit-codes.ts';
import { needs } from '../flags/refusals.ts';
import { UsageError } from '../usage-error.ts';
import { checkFleetFlags } from './fleet/read-fleet.ts';
import { runOnFleet } from './fleet/run-on-fleet.ts';
import { asksForPresets, listSloPresets } from './plan/list-slo-presets.ts';
import { printPlan } from './plan/print-plan.ts';
import { readRunConfig } from './read-run-config.ts';
import { repeatRuns } from './repeat/repeat-runs.ts';
import { runOnce } from './run-once.ts';

/**
 * Runs a configuration once, or several times with `--repeat` or `--against`. `--dry-run` prints the plan and `--slo list` the
 * presets; neither runs anything.
 * @throws {UsageError} for `--metric` or `--stage` without `--against`
 */
export async function run(invocation: Invocation): Promise<ExitCode> {
  const { flags, terminal } = invocation;
  if (asksForPresets(flags)) return listSloPresets(flags, terminal);
  for (const flag of ['metric', 'stage']) {
    if (!flags.has(flag) || flags.has('against')) continue;
    throw new UsageError(needs(`--${flag}`, '--against'), {
      help: 'pass --against, or compare finished runs with loadcell compare',
    });
  }
  checkFleetFlags(invocation);
  if (flags.has('dry-run')) return await printPlan(invocation);
  if (flags.has('fleet')) return await runOnFleet(invocation);
  return flags.has('repeat') || flags.has('against')
    ? await repeatRuns(invocation)
    : await runTests(invocation);
}

/** Runs the phases of a configuration with progress and prints the report. */
async function runTests(invocation: Invocation): Promise<ExitCode> {
  const { flags, terminal } = invocation;
  const formats = chooseFormats(flags);
  const config = await readRunConfig(invocation);
  const { verdict } = await runOnce(config, invocation, (conclusion) =>
    printConclusion(conclusion, formats, terminal, { isVerbose: config.test.verbose }),
  );
  return verdict.exitCode;
}
