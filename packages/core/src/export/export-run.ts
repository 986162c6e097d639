import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileReason, isSystemError } from '../spec/error/system-error.ts';
import { ConfigError, LoadcellError } from '../spec/error/errors.ts';
import { FLUSHES } from '../stream/files/flushes.ts';
import { makeFolder } from '../stream/files/make-folder.ts';
import { RUN_FILES } from '../stream/files/run-directory.ts';
import { checkRunFormat } from '../stream/files/run-format.ts';
import { ArrowBatches } from './arrow-batches.ts';
import type { writeCsv, writeCsvMetadata } from './csv-file.ts';
import { describeColumn } from './export-column.ts';

/** Export formats. */
export const EXPORT_FORMATS = ['csv', 'parquet'] as const;

/** One of {@link EXPORT_FORMATS}. */
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** The tables that can be exported; events are already JSON lines. */
export const EXPORT_STREAMS = ['samples', 'survey', 'requests'] as const;

/** One of {@link EXPORT_STREAMS}. */
export type ExportStream = (typeof EXPORT_STREAMS)[number];

/** What to export, and where. */
export interface ExportOptions {
  readonly runDir: string;
  readonly format: ExportFormat;
  /** Without duplicates. */
  readonly streams: readonly ExportStream[];
  /** The run directory if absent. */
  readonly outputDir?: string;
}

/** A file that was written. */
export interface ExportedFile {
  readonly stream: ExportStream;
  readonly path: string;
  readonly rows: number;
  /** False if the last batch of the stream was truncated and is omitted. */
  readonly isIntact: boolean;
}

/** The result of an export. */
export interface ExportResult {
  readonly files: readonly ExportedFile[];
  /** Streams without rows: no file is written, because some Parquet readers reject an empty one. */
  readonly empty: readonly ExportStream[];
}

interface Writer {
  readonly write: typeof writeCsv;
  /** Where the format cannot hold units and descriptions: writes them beside the file. */
  readonly describe?: typeof writeCsvMetadata;
}

/** Each format, loaded only for an export: every command loads this module. */
const WRITERS: Readonly<Record<ExportFormat, () => Promise<Writer>>> = {
  csv: async () => {
    const { writeCsv, writeCsvMetadata } = await import('./csv-file.ts');
    return { write: writeCsv, describe: writeCsvMetadata };
  },
  parquet: async () => {
    const { writeParquet } = await import('./parquet-file.ts');
    return { write: writeParquet };
  },
};

/**
 * Exports streams of a run for other tools, batch by batch: memory does not grow with the run. Each file is written
 * completely or not at all; an existing one is replaced.
 * @throws {ConfigError} when `runDir` is not a run of this format, or the output directory cannot be created
 * @throws {LoadcellError} when a file cannot be written
 */
export async function exportRun(options: ExportOptions): Promise<ExportResult> {
  const { runDir, streams, outputDir = runDir } = options;
  await checkRunFormat(runDir);
  await openFolder(outputDir);
  const files: ExportedFile[] = [];
  const empty: ExportStream[] = [];
  for (const stream of streams) {
    const batches = await ArrowBatches.open(join(runDir, RUN_FILES[stream]));
    const file = batches && (await exportStream(stream, batches, options.format, outputDir));
    if (file === undefined) empty.push(stream);
    else files.push(file);
  }
  return { files, empty };
}

async function openFolder(path: string): Promise<void> {
  try {
    await makeFolder(path);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new ConfigError(`cannot create the output directory "${path}": ${fileReason(error)}`, {
      cause: error,
      help: 'pass another one with --output-dir',
    });
  }
}

async function exportStream(
  stream: ExportStream,
  batches: ArrowBatches,
  format: ExportFormat,
  outputDir: string,
): Promise<ExportedFile | undefined> {
  const columns = batches.schema.fields.map(describeColumn);
  const name = `${stream}.${format}`;
  const path = join(outputDir, name);
  // Random, so that two concurrent exports do not write to the same file.
  const partial = `${path}.${randomUUID()}.partial`;
  try {
    const { write, describe } = await WRITERS[format]();
    const rows = await write(partial, columns, batches);
    if (rows === 0) return undefined;
    await flushToDisk(partial);
    await describe?.(path, name, columns);
    await rename(partial, path);
    return { stream, path, rows, isIntact: batches.isIntact };
  } catch (error) {
    if (error instanceof LoadcellError || !isSystemError(error)) throw error;
    throw new LoadcellError('EXPORT', `cannot write "${path}": ${fileReason(error)}`, {
      cause: error,
      help: 'pass another directory with --output-dir',
    });
  } finally {
    await rm(partial, { force: true });
  }
}

/** A file renamed before it is on disk may be empty after a power failure. */
async function flushToDisk(path: string): Promise<void> {
  if (!FLUSHES) return;
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
