import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isSystemError } from '../spec/error/system-error.ts';
import { ConfigError, LoadcellError } from '../spec/error/errors.ts';
import { FLUSHES } from '../stream/files/atomic-file.ts';
import { makeFolder } from '../stream/files/make-folder.ts';
import { RUN_FILES } from '../stream/files/run-directory.ts';
import { checkRunFormat } from '../stream/files/run-format.ts';
import { ArrowBatches } from './arrow-batches.ts';
import { writeCsv, writeCsvMetadata } from './csv-file.ts';
import { describeColumn } from './export-column.ts';
import { writeParquet } from './parquet-file.ts';

/** What a stream can be written as. */
export const EXPORT_FORMATS = ['csv', 'parquet'] as const;

/** One of {@link EXPORT_FORMATS}. */
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** The streams that can be written; events are JSON lines already. */
export const EXPORT_STREAMS = ['samples', 'survey', 'requests'] as const;

/** One of {@link EXPORT_STREAMS}. */
export type ExportStream = (typeof EXPORT_STREAMS)[number];

/** What to write, and where. */
export interface ExportOptions {
  readonly runDir: string;
  readonly format: ExportFormat;
  /** Each once. */
  readonly streams: readonly ExportStream[];
  /** The run directory when absent. */
  readonly outputDir?: string;
}

/** A file that was written. */
export interface ExportedFile {
  readonly stream: ExportStream;
  readonly path: string;
  readonly rows: number;
  /** False when the last batch of the stream was cut off, and is left out. */
  readonly isIntact: boolean;
}

/** What an export came to. */
export interface ExportResult {
  readonly files: readonly ExportedFile[];
  /** Streams without a single row: no file is written for them, since not all readers of Parquet take one without rows. */
  readonly empty: readonly ExportStream[];
}

/**
 * Writes streams of a run for other tools, batch by batch: memory does not grow with the run. Each file stands complete
 * under its name, or not at all; one that was there is replaced.
 * @throws {ConfigError} when it is not the directory of a run of this format, or the output directory cannot be made
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
    throw new ConfigError(
      `Nothing was written: "${path}" cannot be used, ${error.message}. Give another one with --output-dir.`,
      { cause: error },
    );
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
  // Random, so that two exports at once do not write into each other.
  const partial = `${path}.${randomUUID()}.partial`;
  try {
    const rows = await (format === 'csv' ? writeCsv : writeParquet)(partial, columns, batches);
    if (rows === 0) return undefined;
    await flushToDisk(partial);
    if (format === 'csv') await writeCsvMetadata(path, name, columns);
    await rename(partial, path);
    return { stream, path, rows, isIntact: batches.isIntact };
  } catch (error) {
    if (error instanceof LoadcellError || !isSystemError(error)) throw error;
    throw new LoadcellError(
      'EXPORT',
      `"${path}" could not be written: ${error.message}. Give another place with --output-dir.`,
      { cause: error },
    );
  } finally {
    await rm(partial, { force: true });
  }
}

/** A file that is renamed before it is on disk can come out empty after a power cut. */
async function flushToDisk(path: string): Promise<void> {
  if (!FLUSHES) return;
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
