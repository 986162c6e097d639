import {
  checkNarrowing,
  compareRuns,
  RepeatSet,
  type RunConclusion,
  type RunConfig,
} from '@loadcell/core';
import type { Invocation } from '../../command-definition.ts';
import { chooseComparisonFormats, printComparison } from '../../comparison/print-comparison.ts';
import { printFailedRun } from '../../conclusion/print-failed-run.ts';
import { EXIT_CODES, type ExitCode } from '../../exit-codes.ts';
import type { Flags } from '../../flags/flag-row.ts';
import { readFlag } from '../../flags/flag-values.ts';
import { shownPath } from '../../terminal/shown-path.ts';
import { UsageError } from '../../usage-error.ts';
import { RUN_FLAGS } from '../flags.ts';
import { readRunConfig } from '../read-run-config.ts';
import { runOnce } from '../run-once.ts';

const DEFAULT_REPEATS = 5;
const MAX_REPEATS = 1000;

/** From the code that tells most to the one that tells least. */
const SEVERITY: readonly ExitCode[] = [
  EXIT_CODES.interrupted,
  EXIT_CODES.targetFailed,
  EXIT_CODES.untrusted,
  EXIT_CODES.criterionFailed,
  EXIT_CODES.pass,
];

/** A configuration whose runs are repeats of each other. */
interface Arm {
  readonly config: RunConfig;
  readonly set: RepeatSet;
}

/** @throws {UsageError} when it is no count */
export function readRepeats(flags: Flags): number {
  const repeats = readFlag(RUN_FLAGS, flags, 'repeat') ?? DEFAULT_REPEATS;
  const isCount = typeof repeats === 'number' && Number.isInteger(repeats);
  if (isCount && repeats >= 1 && repeats <= MAX_REPEATS) return repeats;
  throw new UsageError(`--repeat: expected a whole number from 1 to ${MAX_REPEATS}.`);
}

/** The order in which the arms run: A B B A A B…, so that what drifts over time meets both alike. */
export function interleave<Item>(arms: readonly Item[], repeats: number): Item[] {
  return Array.from({ length: repeats }, (_, round) =>
    round % 2 === 0 ? [...arms] : arms.toReversed(),
  ).flat();
}

async function makeArm(config: RunConfig, suffix: string): Promise<Arm> {
  const set = await RepeatSet.create(config.test.outputDir, `${config.name}-repeats${suffix}`);
  return { config: { ...config, test: { ...config.test, outputDir: set.folder } }, set };
}

function worstOf(codes: readonly ExitCode[]): ExitCode {
  return SEVERITY.find((code) => codes.includes(code)) ?? EXIT_CODES.pass;
}

/**
 * Runs of a set have lengths and arrivals in common and never a prompt, since the server's cache would answer the second.
 * A nonce that was set becomes one for each run, so that the set can be repeated.
 */
export function withOwnNonce(config: RunConfig, number: number): RunConfig {
  return config.nonce === undefined ? config : { ...config, nonce: `${config.nonce}-${number}` };
}

/** Runs the arms in turn. A run that did not come to its end is no repeat; one that was interrupted is the last. */
async function runInTurn(
  arms: readonly Arm[],
  repeats: number,
  invocation: Invocation,
): Promise<ExitCode[]> {
  const { terminal } = invocation;
  const order = interleave(arms, repeats);
  const codes: ExitCode[] = [];
  for (const [index, { config: shared, set }] of order.entries()) {
    const config = withOwnNonce(shared, index + 1);
    terminal.stderr.write(`Run ${index + 1} of ${order.length}: ${config.name}\n`);
    const tell = async (conclusion: RunConclusion): Promise<void> => {
      const { runDir, verdict } = conclusion;
      printFailedRun(conclusion, terminal);
      const outcome = verdict.exitCode === EXIT_CODES.pass ? 'pass' : `exit ${verdict.exitCode}`;
      terminal.stderr.write(`  ${outcome}  ${shownPath(runDir, terminal)}\n`);
    };
    const conclusion = await runOnce(config, invocation, tell);
    codes.push(conclusion.verdict.exitCode);
    const { status } = conclusion.results;
    if (status === 'interrupted') break;
    // What cannot start does not start in the next run either.
    if (conclusion.streams.phases.length === 0) break;
    if (status === 'complete') await set.add(conclusion.runDir);
    else terminal.stderr.write('  Left out of the repeats: it did not come to its end.\n');
  }
  return codes;
}

/**
 * Runs a configuration several times, in turn with another one if there is one, and then compares both. What ended
 * before an interruption is kept.
 */
export async function repeatRuns(invocation: Invocation): Promise<ExitCode> {
  const { flags, terminal } = invocation;
  const repeats = readRepeats(flags);
  const against = flags.get('against')?.at(-1);
  if (against === undefined && (flags.has('json') || flags.has('format'))) {
    throw new UsageError(
      '--json and --format print one report or one comparison: leave out --repeat, or give --against.',
    );
  }
  const metrics = flags.get('metric');
  const stages = flags.get('stage');
  const formats = chooseComparisonFormats(flags);
  const configs = [await readRunConfig(invocation)];
  if (against !== undefined) {
    // The command behind -- is that of the first configuration.
    configs.push(await readRunConfig({ operands: [against], flags, terminal }));
  }
  checkNarrowing({ metrics, stages }, configs);
  const arms: Arm[] = [];
  for (const [index, config] of configs.entries()) {
    arms.push(await makeArm(config, configs.length === 1 ? '' : index === 0 ? '-a' : '-b'));
  }
  const codes = await runInTurn(arms, repeats, invocation);
  for (const { set } of arms) {
    const { folder, runDirs } = set;
    terminal.stderr.write(`Repeats: ${shownPath(folder, terminal)} (${runDirs.length})\n`);
  }
  const [first, second] = arms.map(({ set }) => set);
  if (second !== undefined && first !== undefined) {
    if (first.runDirs.length > 0 && second.runDirs.length > 0) {
      // The configurations differ on purpose: mismatches are listed, and refuse nothing.
      const options = {
        allowsMismatch: true,
        ...(metrics === undefined ? {} : { metrics }),
        ...(stages === undefined ? {} : { stages }),
      };
      const comparison = await compareRuns([first.folder], [[second.folder]], options);
      printComparison(comparison, formats, terminal);
    }
  }
  return worstOf(codes);
}
