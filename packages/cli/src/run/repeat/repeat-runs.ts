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
import { cannotCombine, invalid } from '../../flags/refusals.ts';
import { shownPath } from '../../terminal/shown-path.ts';
import { UsageError } from '../../usage-error.ts';
import { RUN_FLAGS } from '../flags.ts';
import { readRunConfig } from '../read-run-config.ts';
import { runOnce } from '../run-once.ts';

const DEFAULT_REPEATS = 5;
const MAX_REPEATS = 1000;

/** Exit codes by severity, most severe first. */
const SEVERITY: readonly ExitCode[] = [
  EXIT_CODES.interrupted,
  EXIT_CODES.targetFailed,
  EXIT_CODES.unreliable,
  EXIT_CODES.criterionFailed,
  EXIT_CODES.pass,
];

/** A configuration and its repeats. */
interface Arm {
  readonly config: RunConfig;
  readonly set: RepeatSet;
}

/** @throws {UsageError} unless it is a whole number in range */
export function readRepeats(flags: Flags): number {
  const repeats = readFlag(RUN_FLAGS, flags, 'repeat') ?? DEFAULT_REPEATS;
  const isCount = typeof repeats === 'number' && Number.isInteger(repeats);
  if (isCount && repeats >= 1 && repeats <= MAX_REPEATS) return repeats;
  const text = flags.get('repeat')?.at(-1) ?? '';
  throw new UsageError(invalid('--repeat', text, `a whole number from 1 to ${MAX_REPEATS}`));
}

/** The order of the runs: A B B A A B…, so that drift over time affects both configurations equally. */
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
 * Gives each run its own nonce, derived from a fixed one, so that the set can be repeated. Repeats share lengths and arrivals
 * but no prompt, since the server would serve the second one from its cache.
 */
export function withOwnNonce(config: RunConfig, number: number): RunConfig {
  return config.nonce === undefined ? config : { ...config, nonce: `${config.nonce}-${number}` };
}

/** Runs the arms in turn. A run that did not complete is not a repeat; an interrupted one is the last. */
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
    const print = async (conclusion: RunConclusion): Promise<void> => {
      const { runDir, verdict } = conclusion;
      printFailedRun(conclusion, terminal);
      const outcome = verdict.exitCode === EXIT_CODES.pass ? 'pass' : `exit ${verdict.exitCode}`;
      terminal.stderr.write(`  ${outcome}  ${shownPath(runDir, terminal)}\n`);
    };
    const conclusion = await runOnce(config, invocation, print);
    codes.push(conclusion.verdict.exitCode);
    const { status } = conclusion.results;
    if (status === 'interrupted') break;
    // A target that cannot start would not start in the next run either.
    if (conclusion.streams.phases.length === 0) break;
    if (status === 'complete') await set.add(conclusion.runDir);
    else terminal.stderr.write('  Not counted as a repeat: the run did not complete.\n');
  }
  return codes;
}

/**
 * Runs a configuration several times; with `--against`, in turn with another one, and compares both. Runs that completed
 * before an interruption are kept.
 */
export async function repeatRuns(invocation: Invocation): Promise<ExitCode> {
  const { flags, terminal } = invocation;
  const repeats = readRepeats(flags);
  const against = flags.get('against')?.at(-1);
  if (against === undefined && (flags.has('json') || flags.has('format'))) {
    const format = flags.has('json') ? '--json' : '--format';
    throw new UsageError(cannotCombine(format, '--repeat'), {
      help: 'remove one, or pass --against, whose comparison it prints',
    });
  }
  const metrics = flags.get('metric');
  const stages = flags.get('stage');
  const formats = chooseComparisonFormats(flags);
  const configs = [await readRunConfig(invocation)];
  if (against !== undefined) {
    // The command after -- belongs to the first configuration.
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
      // The configurations differ on purpose, so mismatches are listed but not refused.
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
