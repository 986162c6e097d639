import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { ConfigError } from './error/errors.ts';
import { fileReason } from './error/system-error.ts';

/** First bytes of a text in UTF-16, which Windows PowerShell writes by default. */
const UTF16_MARKS = ['fffe', 'feff'];

/** How an error names a file. */
export interface TextFileNaming {
  /** What the file is, before its path: `the configuration`. Absent for a file that its help names. */
  readonly what?: string;
  /** What to do where it cannot be read. */
  readonly help: string;
}

/**
 * Reads a text that a user wrote: UTF-8, with or without a byte order mark.
 * @throws {ConfigError} when it cannot be read, or has another encoding: replaced characters would change what is measured
 */
export async function readTextFile(path: string, naming: TextFileNaming): Promise<string> {
  const bytes = await readBytes(path, naming);
  if (isUtf8(bytes)) return bytes.toString('utf8').replace(/^\uFEFF/u, '');
  const isUtf16 = UTF16_MARKS.includes(bytes.toString('hex', 0, 2));
  throw new ConfigError(`"${path}" is ${isUtf16 ? 'UTF-16' : 'not valid UTF-8'}`, {
    help: 'save the file as UTF-8',
  });
}

async function readBytes(path: string, { what, help }: TextFileNaming): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    // Whatever the reason, the user names a file that cannot be read.
    const named = what === undefined ? `"${path}"` : `${what} ${path}`;
    throw new ConfigError(`cannot read ${named}: ${fileReason(error)}`, { cause: error, help });
  }
}
