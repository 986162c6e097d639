import path from 'node:path';
import {
  EXPORT_FORMATS,
  EXPORT_STREAMS,
  exportRun,
  type ExportFormat,
  type ExportStream,
} from '@loadcell/core';
import type { Invocation } from '../command-definition.ts';
import { findRun } from '../conclusion/find-run.ts';
import { EXIT_CODES, type ExitCode } from '../exit-codes.ts';
import { needs } from '../flags/refusals.ts';
import { chooseName } from '../flags/choose-name.ts';
import type { Flags } from '../flags/flag-row.ts';
import { UsageError } from '../usage-error.ts';

const ALL = 'all';

/** @throws {UsageError} without a format, or for an unknown one */
export function chooseExportFormat(flags: Flags): ExportFormat {
  const name = flags.get('format')?.at(-1);
  if (name !== undefined) return chooseName('format', name, EXPORT_FORMATS);
  throw new UsageError(needs('export', '--format'), {
    help: 'pass --format csv or --format parquet',
  });
}

/** @throws {UsageError} for an unknown table */
export function chooseTables(flags: Flags): readonly ExportStream[] {
  const name = flags.get('table')?.at(-1) ?? ALL;
  const table = chooseName('table', name, [...EXPORT_STREAMS, ALL]);
  return table === ALL ? EXPORT_STREAMS : [table];
}

/** Writes the recorded data of a run for other tools and prints the paths of the files. */
export async function exportStreams({ operands, flags, terminal }: Invocation): Promise<ExitCode> {
  const format = chooseExportFormat(flags);
  const streams = chooseTables(flags);
  const { workingDirectory, stdout, stderr } = terminal;
  const outputDir = flags.get('output-dir')?.at(-1);
  const { files, empty } = await exportRun({
    runDir: findRun(operands[0] ?? '.', workingDirectory),
    format,
    streams,
    ...(outputDir === undefined ? {} : { outputDir: path.resolve(workingDirectory, outputDir) }),
  });
  for (const { path: file, rows, isIntact } of files) {
    stdout.write(`${file}\n`);
    stderr.write(
      `  ${rows} ${rows === 1 ? 'row' : 'rows'}${isIntact ? '' : '; excludes the last batch, which is truncated'}\n`,
    );
  }
  for (const stream of empty) {
    stderr.write(`No ${stream} file: the run directory has no whole row of ${stream}.\n`);
  }
  return files.length === 0 ? EXIT_CODES.unreliable : EXIT_CODES.pass;
}
