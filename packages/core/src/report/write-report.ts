import { LoadcellError } from '../spec/error/errors.ts';
import { fileReason, systemErrorCode } from '../spec/error/system-error.ts';
import { writeChunksAtomically } from '../stream/files/atomic-file.ts';
import type { Rendered, ReportFormat, ReportInput } from './report-format.ts';

/**
 * Renders a report into a file, part by part, so that memory does not grow with it. The file exists complete or not at all;
 * a path that ends in `.gz` is compressed.
 * @throws {LoadcellError} when the file cannot be written
 */
export async function writeReport(
  format: ReportFormat,
  input: ReportInput,
  path: string,
): Promise<void> {
  const rendered = await format.render(input);
  try {
    await writeChunksAtomically(path, partsOf(rendered), { isCompressed: path.endsWith('.gz') });
  } catch (error) {
    // Parts are rendered while they are written, so rendering errors arrive here as well.
    const isOfSystem = error instanceof Error && 'syscall' in error;
    if (!isOfSystem || systemErrorCode(error) === undefined) throw error;
    throw new LoadcellError('REPORT', `cannot write "${path}": ${fileReason(error)}.`, {
      help: `${isFull(error) ? 'free disk space, or ' : ''}choose another place with --output (report) or --output-dir (run)`,
      cause: error,
    });
  }
}

function isFull(error: unknown): boolean {
  const code = systemErrorCode(error);
  return code === 'ENOSPC' || code === 'EDQUOT';
}

/** A string is one part, not one for each character. */
function partsOf(rendered: Rendered): Iterable<string> | AsyncIterable<string> {
  return typeof rendered === 'string' ? [rendered] : rendered;
}
