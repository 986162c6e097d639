import { writeChunksAtomically } from '../stream/atomic-file.ts';
import type { Rendered, ReportFormat, ReportInput } from './report-format.ts';

/**
 * Renders a report into a file, part by part, so that memory does not grow with it. The file stands complete under its
 * name or not at all; a path that ends in `.gz` is compressed.
 */
export async function writeReport(
  format: ReportFormat,
  input: ReportInput,
  path: string,
): Promise<void> {
  const rendered = await format.render(input);
  await writeChunksAtomically(path, partsOf(rendered), { isCompressed: path.endsWith('.gz') });
}

/** A text is one part, and not one for each of its letters. */
function partsOf(rendered: Rendered): Iterable<string> | AsyncIterable<string> {
  return typeof rendered === 'string' ? [rendered] : rendered;
}
