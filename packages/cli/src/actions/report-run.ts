import path from 'node:path';
import { concludeDirectory } from '@loadcell/core';
import type { Invocation } from '../command/command-definition.ts';
import type { ExitCode } from '../exit-codes.ts';
import { chooseFormats, printConclusion } from './print-conclusion.ts';

/** Reports on a run again, recomputed from the streams in its directory; also on one that was killed. */
export async function reportRun({ operands, flags, terminal }: Invocation): Promise<ExitCode> {
  const formats = chooseFormats(flags);
  const runDir = path.resolve(terminal.workingDirectory, operands[0] ?? '.');
  const conclusion = await concludeDirectory(runDir);
  printConclusion(conclusion, formats, terminal);
  return conclusion.verdict.exitCode;
}
