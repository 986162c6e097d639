import { concludeDirectory, otlpEndpoint } from '@loadcell/core';
import type { Invocation } from '../command-definition.ts';
import { announceOnGithub } from '../conclusion/announce-on-github.ts';
import { chooseFormats, isForTerminal } from '../conclusion/choose-formats.ts';
import { findRun } from '../conclusion/find-run.ts';
import { printConclusion } from '../conclusion/print-conclusion.ts';
import { openReportOutput } from '../conclusion/report-output.ts';
import type { ExitCode } from '../exit-codes.ts';
import { sendConclusion } from '../telemetry/with-telemetry.ts';

/** Reports on the recorded data of a run, including one that was killed. */
export async function reportRun({ operands, flags, terminal }: Invocation): Promise<ExitCode> {
  const formats = chooseFormats(flags);
  const url = flags.get('otlp')?.at(-1);
  // Rejects an invalid address before anything is read or printed.
  if (url !== undefined) otlpEndpoint(url);
  const { workingDirectory } = terminal;
  const place = flags.get('output')?.at(-1);
  const conclusion = await concludeDirectory(findRun(operands[0] ?? '.', workingDirectory));
  const output =
    place === undefined ? undefined : await openReportOutput(place, formats, workingDirectory);
  const isVerbose = flags.has('verbose');
  await printConclusion(conclusion, formats, terminal, { isVerbose, place: output });
  // The run announced itself on GitHub. A step that prints the terminal report announces it as well.
  if (formats.some(isForTerminal)) await announceOnGithub(conclusion, terminal);
  if (url !== undefined) await sendConclusion(conclusion, { url }, undefined, terminal.stderr);
  return conclusion.verdict.exitCode;
}
