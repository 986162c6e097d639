import path from 'node:path';
import {
  EXPORT_FORMATS,
  EXPORT_STREAMS,
  exportRun,
  suggestName,
  type ExportFormat,
  type ExportStream,
} from '@loadcell/core';
import type { Invocation } from '../command-definition.ts';
import { findRun } from '../conclusion/find-run.ts';
import { EXIT_CODES, type ExitCode } from '../exit-codes.ts';
import type { Flags } from '../flags/flag-row.ts';
import { UsageError } from '../usage-error.ts';

/** @throws {UsageError} when no format is given, or one that there is not */
export function chooseExportFormat(flags: Flags): ExportFormat {
  const name = flags.get('to')?.at(-1);
  if (name === undefined)
    throw new UsageError('--to is missing: expected --to csv or --to parquet.');
  const format = EXPORT_FORMATS.find((known) => known === name);
  if (format !== undefined) return format;
  throw new UsageError(`--to: "${name}" is no format. ${suggestName(name, EXPORT_FORMATS)}`);
}

/** @throws {UsageError} for a stream that there is not */
export function chooseStreams(flags: Flags): readonly ExportStream[] {
  const name = flags.get('stream')?.at(-1) ?? 'all';
  if (name === 'all') return EXPORT_STREAMS;
  const stream = EXPORT_STREAMS.find((known) => known === name);
  if (stream !== undefined) return [stream];
  throw new UsageError(
    `--stream: "${name}" is no stream. ${suggestName(name, [...EXPORT_STREAMS, 'all'])}`,
  );
}

/** Writes the streams of a run for other tools, and prints the paths of the files. */
export async function exportStreams({ operands, flags, terminal }: Invocation): Promise<ExitCode> {
  const format = chooseExportFormat(flags);
  const streams = chooseStreams(flags);
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
      `  ${rows} rows${isIntact ? '' : '; the last batch was cut off and is left out'}\n`,
    );
  }
  for (const stream of empty) {
    stderr.write(`The ${stream} of this run hold no rows: no file is written for them.\n`);
  }
  return files.length === 0 ? EXIT_CODES.untrusted : EXIT_CODES.pass;
}
