import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AsyncBuffer, ParquetParsers } from 'hyparquet';
import { ConfigError } from '../../../spec/error/errors.ts';
import { fileReason } from '../../../spec/error/system-error.ts';

/** Whether bytes begin as Parquet does. */
export function isParquet(head: Buffer): boolean {
  return head.toString('latin1', 0, 4) === 'PAR1';
}

/** A temporary copy as JSON lines. */
export interface ParquetCopy {
  readonly fd: number;
  /** Closes and removes it. */
  readonly close: () => void;
}

/**
 * Copies a Parquet file to JSON lines, a row group at a time: the library reads asynchronously, and readers of data sets do
 * not.
 * @param fd of the Parquet file
 * @throws {ConfigError} when a part of it cannot be read
 */
export async function copyParquet(path: string, fd: number, bytes: number): Promise<ParquetCopy> {
  const { parquetMetadataAsync, parquetReadObjects } = await import('hyparquet');
  const { compressors } = await import('hyparquet-compressors');
  const file = fileBuffer(fd, bytes);
  const metadata = await readOr(path, 'its footer', () => parquetMetadataAsync(file));
  const copy = openCopy();
  try {
    let rowStart = 0;
    for (const [index, group] of metadata.row_groups.entries()) {
      const rowEnd = rowStart + Number(group.num_rows);
      const rows = await readOr(path, `row group ${index + 1}`, () =>
        parquetReadObjects({ file, metadata, rowStart, rowEnd, compressors, parsers: PARSERS }),
      );
      writeRows(copy.fd, rows);
      rowStart = rowEnd;
    }
    return copy;
  } catch (error) {
    copy.close();
    throw error;
  }
}

async function readOr<Value>(
  path: string,
  part: string,
  read: () => Promise<Value>,
): Promise<Value> {
  try {
    return await read();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError(`cannot read "${path}" as Parquet: ${part}: ${reason}`, {
      cause: error,
      help: 'the file is cut or changed: fetch it again',
    });
  }
}

function fileBuffer(fd: number, byteLength: number): AsyncBuffer {
  return {
    byteLength,
    slice: (start, end = byteLength) => {
      const part = new Uint8Array(Math.max(0, end - start));
      const count = readSync(fd, part, 0, part.length, start);
      return part.buffer.slice(0, count);
    },
  };
}

function openCopy(): ParquetCopy {
  const folder = mkdtempSync(join(tmpdir(), 'loadcell-parquet-'));
  const remove = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  const fd = openSync(join(folder, 'rows.jsonl'), 'wx+', 0o600);
  // Without a name it goes with its descriptor, however this process ends. Windows removes no open file.
  if (platform() !== 'win32') remove();
  return {
    fd,
    close: () => {
      closeSync(fd);
      remove();
    },
  };
}

/** Rows that are written at a time. */
const ROWS_PER_WRITE = 1000;

function writeRows(fd: number, rows: readonly unknown[]): void {
  for (let begin = 0; begin < rows.length; begin += ROWS_PER_WRITE) {
    const lines = rows
      .slice(begin, begin + ROWS_PER_WRITE)
      .map((row) => `${JSON.stringify(row, jsonValue)}\n`);
    writeAll(fd, Buffer.from(lines.join(''), 'utf8'));
  }
}

function writeAll(fd: number, bytes: Buffer): void {
  try {
    for (let written = 0; written < bytes.length;) {
      written += writeSync(fd, bytes, written);
    }
  } catch (error) {
    throw new ConfigError(`cannot copy Parquet to ${tmpdir()}: ${fileReason(error)}`, {
      cause: error,
      help: 'free space there, or set TMPDIR to another folder',
    });
  }
}

/** A value that JSON has no form for. Integers above 2^53 become texts, which keep their digits; an absent value is left out. */
function jsonValue(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') {
    return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER
      ? Number(value)
      : String(value);
  }
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  return value === null ? undefined : value;
}

/** Times keep their digits: `Date` ends at milliseconds. */
const PARSERS: Partial<ParquetParsers> = {
  timestampFromMilliseconds: (time) => isoTime(time, 3),
  timestampFromMicroseconds: (time) => isoTime(time, 6),
  timestampFromNanoseconds: (time) => isoTime(time, 9),
};

function isoTime(time: bigint, digits: number): string {
  const unit = 10n ** BigInt(digits);
  const fraction = ((time % unit) + unit) % unit;
  const seconds = Number((time - fraction) / unit);
  const date = new Date(seconds * 1000).toISOString().slice(0, 19);
  return `${date}.${String(fraction).padStart(digits, '0')}Z`;
}
