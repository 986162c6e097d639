import { realpath, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  compareRuns,
  renderComparisonHtml,
  type CompareOptions,
  type Comparison,
} from '@loadcell/core';
import type { Invocation } from '../command/command-definition.ts';
import { readFlag } from '../command/flag-values.ts';
import { compareCommand } from '../commands/compare.ts';
import { findRun } from '../config/find-run.ts';
import { EXIT_CODES, type ExitCode } from '../exit-codes.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { UsageError } from '../usage-error.ts';
import { gateComparison } from './gate-comparison.ts';
import { chooseComparisonFormats, printComparison } from './print-comparison.ts';

/** Directories of one side: an operand may list several with commas. */
function readPlaces(operands: readonly string[], workingDirectory: string): string[] {
  return operands
    .flatMap((operand) => operand.split(','))
    .filter((place) => place.trim() !== '')
    .map((place) => findRun(place.trim(), workingDirectory));
}

async function realPlace(place: string): Promise<string> {
  try {
    return await realpath(place);
  } catch (error) {
    // Whoever reads the run says better what is wrong with a place that is not there.
    if (error instanceof Error && 'code' in error) return place;
    throw error;
  }
}

/**
 * A run does not differ from itself, and given twice it would pass for two repeats.
 * @throws {UsageError} when a directory is given twice, by whatever name
 */
async function refuseRepeated(places: readonly string[]): Promise<void> {
  const seen = new Map<string, string>();
  for (const place of places) {
    const real = await realPlace(place);
    const before = seen.get(real);
    if (before !== undefined) {
      const names = before === place ? `"${place}"` : `"${before}" and "${place}"`;
      throw new UsageError(`${names}: the same run is given twice. Expected runs that differ.`);
    }
    seen.set(real, place);
  }
}

/** @throws {UsageError} for a verdict that one cannot fail on */
function failsOnWorse(flags: Invocation['flags']): boolean {
  const verdict = flags.get('fail-on')?.at(-1);
  if (verdict === undefined || verdict === 'worse') return verdict === 'worse';
  throw new UsageError(`--fail-on: expected worse, and got "${verdict}".`);
}

function readOptions(flags: Invocation['flags']): CompareOptions {
  const margin = readFlag(compareCommand.flags, flags, 'margin');
  const metrics = flags.get('metric');
  return {
    ...(typeof margin === 'number' ? { margin } : {}),
    ...(metrics === undefined ? {} : { metrics }),
    allowsUnlike: flags.has('allow-unlike'),
  };
}

/** @throws {UsageError} when the file cannot be written */
async function writePage(
  comparison: Comparison,
  file: string,
  { workingDirectory, stderr }: Terminal,
): Promise<void> {
  const html = await renderComparisonHtml(comparison);
  try {
    await writeFile(path.resolve(workingDirectory, file), html);
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    throw new UsageError(`--html: "${file}" cannot be written, ${error.message}.`);
  }
  stderr.write(`Wrote ${file}\n`);
}

/** Compares candidates with a base, and prints how they differ. */
export async function compareGivenRuns(invocation: Invocation): Promise<ExitCode> {
  const { operands, flags, terminal } = invocation;
  const formats = chooseComparisonFormats(flags);
  const fails = failsOnWorse(flags);
  const [base = '', ...candidates] = operands;
  const { workingDirectory } = terminal;
  const basePlaces = readPlaces([base, ...(flags.get('base') ?? [])], workingDirectory);
  const others = candidates.map((candidate) => readPlaces([candidate], workingDirectory));
  await refuseRepeated([...basePlaces, ...others.flat()]);
  const comparison = await compareRuns(basePlaces, others, readOptions(flags));
  printComparison(comparison, formats, terminal);
  const page = flags.get('html')?.at(-1);
  if (page !== undefined) await writePage(comparison, page, terminal);
  return fails ? gateComparison(comparison, terminal.stderr) : EXIT_CODES.pass;
}
