import { basename, dirname } from 'node:path';
import { ConfigError } from '../../spec/error/errors.ts';
import type { FileDigest } from '../file-digest.ts';
import type { DatasetEntry, DatasetFormat, FileHead, ReadOptions } from './dataset.ts';
import { chooseFormat } from './detect/choose-format.ts';
import { nameOtherFormats } from './detect/name-other-formats.ts';
import { readHead } from './detect/read-head.ts';
import { DATASET_FORMATS } from './registry.ts';
import { openSource } from './source/open-source.ts';
import { sortCommand } from './time/sort-command.ts';
import { recordsOf } from './source/records-of.ts';

/** Which file, and how it is read. */
export interface DatasetFile {
  readonly path: string;
  /** Name of a format; recognized by content when absent. */
  readonly format?: string;
  readonly options?: Omit<ReadOptions, 'folder'>;
}

/** A file whose format is known. */
export interface OpenDataset {
  readonly path: string;
  readonly format: DatasetFormat;
  /** Bytes of the file. */
  readonly bytes: number;
  /** Reads the file from its beginning, each time that it is called; synchronous, in bounded memory. */
  readonly entries: () => Iterable<DatasetEntry>;
  /** Of what was read so far. */
  readonly digest: () => FileDigest;
  /** The shell command that sorts its file by time; absent where none is known. */
  readonly sortCommand?: string;
  /** Closes files and removes temporary copies. */
  readonly close: () => void;
}

/**
 * Opens a file of requests and recognizes its format.
 * @param formats those that can be recognized
 * @throws {ConfigError} when it cannot be read, or has no format or several
 */
export async function openDataset(
  file: DatasetFile,
  formats: readonly DatasetFormat[] = DATASET_FORMATS,
): Promise<OpenDataset> {
  const { path } = file;
  const source = await openSource(path);
  try {
    const name = basename(path).replace(/\.gz$/i, '');
    const head = readHead(name, source.chunks, source.shape);
    if (head.lines.length === 0) throw withoutRows(path, 'is empty');
    const format = chooseFormat(formats, head, path, file.format);
    if (isHeaderAlone(head, format)) throw withoutRows(path, 'has a header and no rows');
    const options = { ...file.options, folder: dirname(path) };
    const command = sortCommand(path, head, format, options);
    return {
      path,
      format,
      bytes: source.bytes,
      entries: () =>
        nameOtherFormats(
          recordsOf(head.shape, source.chunks(), format.hasHeader),
          (records) => format.read(records, options),
          format,
          formats,
          head,
        ),
      digest: source.digest,
      ...(command === undefined ? {} : { sortCommand: command }),
      close: source.close,
    };
  } catch (error) {
    source.close();
    throw error;
  }
}

function isHeaderAlone({ shape, lines }: FileHead, { hasHeader = true }: DatasetFormat): boolean {
  return shape === 'csv' && hasHeader && lines.length === 1;
}

function withoutRows(path: string, reason: string): ConfigError {
  return new ConfigError(`"${path}" ${reason}`, { help: 'pass a file with requests, a row each' });
}
