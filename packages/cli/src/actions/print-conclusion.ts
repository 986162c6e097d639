import path from 'node:path';
import {
  EXPORT_STREAMS,
  exportRun,
  writeReport,
  type ReportFormat,
  type RunConclusion,
} from '@loadcell/core';
import { createColors } from 'picocolors';
import type { Terminal } from '../terminal/terminal.ts';
import { isForTerminal, type ChosenFormat } from './choose-formats.ts';
import { printFailedRun } from './print-failed-run.ts';
import type { ReportOutput } from './report-output.ts';

/** Prints parts as they are rendered. */
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

function shorten(file: string, { workingDirectory }: Terminal): string {
  const relative = path.relative(workingDirectory, file);
  return relative.startsWith('..') ? file : relative || '.';
}

/** How a conclusion is handed on. */
interface ConclusionOutput {
  /** Whether the terminal gets definitions, spreads and accounts in full. */
  readonly isVerbose: boolean;
  /** Where files go in place of stdout and the run directory. */
  readonly place?: ReportOutput | undefined;
}

/**
 * Hands on what a run came to in the formats that were asked for: text on stdout; anything else, and all of it when an
 * output is given, in files, whose paths are told on stderr.
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
  for (const file of written) terminal.stderr.write(`Wrote ${shorten(file, terminal)}\n`);
  if (isFailed) return;
  const isBrief = !isVerbose && output === undefined && formats.some(isForTerminal);
  const place = shorten(runDir, terminal);
  terminal.stderr.write(`\nRun directory: ${place}\n`);
  if (isBrief) {
    terminal.stderr.write(
      `Every percentile and definition: loadcell report ${place} --verbose, or --format html\n`,
    );
  }
}
