import path from 'node:path';
import { concludeDirectory, mergeRuns, writeConclusion } from '@loadcell/core';
import type { Invocation } from '../command-definition.ts';
import { chooseFormats } from '../conclusion/choose-formats.ts';
import { findRun } from '../conclusion/find-run.ts';
import { printConclusion } from '../conclusion/print-conclusion.ts';
import { EXIT_CODES, type ExitCode } from '../exit-codes.ts';
import { Interruption } from '../signals/interruption.ts';
import { UsageError } from '../usage-error.ts';

/** Merges runs of several machines, and reports on the merged run. */
export async function mergeGivenRuns({ operands, flags, terminal }: Invocation): Promise<ExitCode> {
  const formats = chooseFormats(flags);
  const { workingDirectory, stderr } = terminal;
  const place = flags.get('output')?.at(-1);
  if (place === undefined) {
    throw new UsageError('merge needs --output', {
      help: 'pass a new directory for the merged run, such as -o merged',
    });
  }
  const out = path.resolve(workingDirectory, place);
  const inputs = operands.map((operand) => ({ path: findRun(operand, workingDirectory) }));
  const interruption = new Interruption(process, EXIT_CODES.interrupted, () => {
    stderr.write('Interrupted: the merge leaves nothing behind.\n');
  });
  try {
    await mergeRuns(inputs, out, { signal: interruption.signal });
  } catch (error) {
    if (interruption.signal.aborted) return EXIT_CODES.interrupted;
    throw error;
  } finally {
    interruption.dispose();
  }
  const conclusion = await concludeDirectory(out);
  await writeConclusion(conclusion);
  await printConclusion(conclusion, formats, terminal, { isVerbose: flags.has('verbose') });
  return conclusion.verdict.exitCode;
}
