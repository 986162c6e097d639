import { realpath, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  compareRuns,
  explainUnknown,
  renderComparisonHtml,
  type CompareOptions,
  type Comparison,
} from '@loadcell/core';
import type { Invocation } from '../command-definition.ts';
import { chooseComparisonFormats, printComparison } from '../comparison/print-comparison.ts';
import { findRun } from '../conclusion/find-run.ts';
import { fileReason, isCodedError } from '../error-code.ts';
import { EXIT_CODES, type ExitCode } from '../exit-codes.ts';
import type { Flags } from '../flags/flag-row.ts';
import { readFlag } from '../flags/flag-values.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { UsageError } from '../usage-error.ts';
import { COMPARE_FLAGS } from './flags.ts';
import { gateComparison } from './gate-comparison.ts';

/** Run directories of one side; an operand may list several, comma-separated. */
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
    // A missing directory is reported when the run is read.
    if (isCodedError(error)) return place;
    throw error;
  }
}

/**
 * Rejects a run given twice: it does not differ from itself, and would count as two repeats.
 * @throws {UsageError} for one directory given twice, even by different names
 */
async function refuseRepeated(places: readonly string[]): Promise<void> {
  const seen = new Map<string, string>();
  for (const place of places) {
    const real = await realPlace(place);
    const before = seen.get(real);
    if (before !== undefined) {
      const names = before === place ? `"${place}"` : `"${before}" and "${place}"`;
      throw new UsageError(`the same run is given twice: ${names}`, {
        help: 'pass different runs',
      });
    }
    seen.set(real, place);
  }
}

/** @throws {UsageError} for an unknown outcome */
function failsOnRegression(flags: Flags): boolean {
  const outcome = flags.get('fail-on')?.at(-1);
  if (outcome === undefined || outcome === 'regression') return outcome === 'regression';
  if (outcome === 'worse') {
    throw new UsageError('--fail-on worse is now --fail-on regression', {
      help: 'pass --fail-on regression',
    });
  }
  throw new UsageError(explainUnknown('--fail-on', outcome, ['regression']).text, {
    help: 'pass --fail-on regression',
  });
}

function readOptions(flags: Flags): CompareOptions {
  const margin = readFlag(COMPARE_FLAGS, flags, 'margin');
  const metrics = flags.get('metric');
  const stages = flags.get('stage');
  return {
    ...(typeof margin === 'number' ? { margin } : {}),
    ...(metrics === undefined ? {} : { metrics }),
    ...(stages === undefined ? {} : { stages }),
    allowsMismatch: flags.has('allow-mismatch'),
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
    if (!isCodedError(error)) throw error;
    throw new UsageError(`cannot write "${file}": ${fileReason(error)}`, {
      help: 'pass another file with --html',
    });
  }
  stderr.write(`Wrote ${file}\n`);
}

/** Compares candidates with a base and prints the differences. */
export async function compareGivenRuns(invocation: Invocation): Promise<ExitCode> {
  const { operands, flags, terminal } = invocation;
  const formats = chooseComparisonFormats(flags);
  const fails = failsOnRegression(flags);
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
