import { stat } from 'node:fs/promises';
import path from 'node:path';
import { makeFolder } from '@loadcell/core';
import { isCodedError } from '../error-code.ts';
import { UsageError } from '../usage-error.ts';
import type { ChosenFormat } from './choose-formats.ts';

/** Where reports go instead of stdout and the run directory: into one file, or a folder. */
export interface ReportOutput {
  readonly folder: string;
  /** The one file; names of their own in the folder when absent. */
  readonly file?: string;
}

async function isFolder(place: string): Promise<boolean> {
  try {
    return (await stat(place)).isDirectory();
  } catch (error) {
    // What cannot be looked at cannot be made into a folder either, which tells why.
    if (error instanceof Error && 'syscall' in error) return false;
    throw error;
  }
}

async function openFolder(folder: string): Promise<void> {
  try {
    await makeFolder(folder);
  } catch (error) {
    if (!isCodedError(error)) throw error;
    throw new UsageError(
      `--output: the folder "${folder}" cannot be made, ${error.message}. Give another one.`,
    );
  }
}

/**
 * Where `--output` says that reports go: a folder when it is one, ends in a slash, or several files are to be written,
 * and a file else. A folder that is not there is made.
 * @throws {UsageError} when the folder cannot be made
 */
export async function openReportOutput(
  place: string,
  formats: readonly ChosenFormat[],
  workingDirectory: string,
): Promise<ReportOutput> {
  const resolved = path.resolve(workingDirectory, place);
  const isOneFile = formats.length === 1 && formats[0]?.kind === 'report';
  if (isOneFile && !place.endsWith(path.sep) && !(await isFolder(resolved))) {
    const folder = path.dirname(resolved);
    await openFolder(folder);
    return { folder, file: resolved };
  }
  await openFolder(resolved);
  return { folder: resolved };
}
