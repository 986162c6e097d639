import path from 'node:path';
import {
  EXPORT_STREAMS,
  exportRun,
  writeReport,
  type ReportFormat,
  type RunConclusion,
  shellWord,
} from '@loadcell/core';
import { createColors } from 'picocolors';
import { shownPath } from '../terminal/shown-path.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { isForTerminal, type ChosenFormat } from './choose-formats.ts';
import { printFailedRun } from './print-failed-run.ts';
import type { ReportOutput } from './report-output.ts';

/** Prints a report part by part while it is rendered. */
async function print(
  format: ReportFormat,
  conclusion: RunConclusion,
  { stdout }: Terminal,
  isVerbose: boolean,
): Promise<void> {
  const rendered = await format.render(conclusion, {
    palette: createColors(stdout.hasColors),
    detail: isVerbose ? 'full' : 'brief',
    ...(stdout.columns === undefined ? {} : { width: stdout.columns }),
    ...(stdout.rows === undefined ? {} : { height: stdout.rows }),
  });
  if (typeof rendered === 'string') stdout.write(rendered);
  else for await (const part of rendered) stdout.write(part);
}

/** How a conclusion is printed. */
interface ConclusionOutput {
  /** Whether the terminal report has all definitions, spreads and data quality. */
  readonly isVerbose: boolean;
  /** Where all formats go, instead of stdout and the run directory. */
  readonly place?: ReportOutput | undefined;
}

/**
 * Prints a conclusion in the requested formats: text on stdout, other formats in files. With an output, all formats are
 * files. Their paths go to stderr.
 */
export async function printConclusion(
  conclusion: RunConclusion,
  formats: readonly ChosenFormat[],
  terminal: Terminal,
  { isVerbose, place: output }: ConclusionOutput,
): Promise<void> {
  const { runDir } = conclusion;
  const written: string[] = [];
  const isFailed = !isVerbose && output === undefined && printFailedRun(conclusion, terminal);
  for (const chosen of formats) {
    const { kind, format } = chosen;
    if (isFailed && isForTerminal(chosen)) continue;
    if (kind === 'streams') {
      const outputDir = output?.folder ?? runDir;
      const { files } = await exportRun({ runDir, format, streams: EXPORT_STREAMS, outputDir });
      written.push(...files.map((file) => file.path));
    } else if (output === undefined && format.isPrintable) {
      await print(format, conclusion, terminal, isVerbose);
    } else {
      const file = output?.file ?? path.join(output?.folder ?? runDir, format.file);
      await writeReport(format, conclusion, file);
      written.push(file);
    }
  }
  for (const file of written) terminal.stderr.write(`Wrote ${shownPath(file, terminal)}\n`);
  if (isFailed) return;
  const isBrief = !isVerbose && output === undefined && formats.some(isForTerminal);
  const place = shownPath(runDir, terminal);
  terminal.stderr.write(`\nRun directory: ${place}\n`);
  if (isBrief) {
    terminal.stderr.write(
      `All percentiles and definitions: loadcell report ${shellWord(place)} --verbose, or --format html\n`,
    );
  }
}
