import { stat } from 'node:fs/promises';
import path from 'node:path';
import { makeFolder } from '@loadcell/core';
import { fileReason, isCodedError } from '../error-code.ts';
import { UsageError } from '../usage-error.ts';
import type { ChosenFormat } from './choose-formats.ts';

/** Where reports go instead of stdout and the run directory. */
export interface ReportOutput {
  readonly folder: string;
  /** The only file; without it, each format has its own file name in the folder. */
  readonly file?: string;
}

async function isFolder(place: string): Promise<boolean> {
  try {
    return (await stat(place)).isDirectory();
  } catch (error) {
    // Creating the folder then fails with the reason.
    if (error instanceof Error && 'syscall' in error) return false;
    throw error;
  }
}

async function openFolder(folder: string): Promise<void> {
  try {
    await makeFolder(folder);
  } catch (error) {
    if (!isCodedError(error)) throw error;
    throw new UsageError(`cannot create the folder "${folder}": ${fileReason(error)}`, {
      help: 'pass another one with --output',
    });
  }
}

/**
 * Resolves `--output`: a folder if it is one, ends in a slash, or several files will be written; a file otherwise. A missing
 * folder is created.
 * @throws {UsageError} when the folder cannot be created
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
