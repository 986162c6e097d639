import type { FileHead } from '../dataset.ts';
import { splitCsvRow } from '../source/csv-cells.ts';
import { recordsOf } from '../source/records-of.ts';
import { MAX_RECORD_BYTES } from '../source/held-bytes.ts';
import { splitLines } from '../source/split-lines.ts';
import { shapeOf } from './shape-of.ts';

/** Lines that are read to recognize a format. */
const MAX_LINES = 20;

/** Reading ends after this many bytes, if at least one line has ended. */
const MAX_HEAD_BYTES = 1024 * 1024;

/** Records that are tried for one that can be read. */
const MAX_RECORDS = 20;

/**
 * Reads the beginning of a file.
 * @param chunks reads it from its beginning
 * @param known its shape, where its first bytes show it
 */
export function readHead(
  name: string,
  chunks: () => Iterable<Buffer>,
  known?: FileHead['shape'],
): FileHead {
  const lines = firstLines(chunks());
  const shape = known ?? shapeOf(name, lines);
  const header = shape === 'csv' ? splitCsvRow(lines[0] ?? '') : undefined;
  return {
    name,
    lines,
    record: firstRecord(shape, chunks()),
    shape,
    ...(header !== undefined && 'cells' in header ? { cells: header.cells } : {}),
  };
}

function firstLines(chunks: Iterable<Buffer>): string[] {
  const lines: string[] = [];
  let length = 0;
  for (const { text } of splitLines(limited(chunks))) {
    length += text.length;
    if (text.trim() !== '') lines.push(text);
    if (lines.length === MAX_LINES || length > MAX_HEAD_BYTES) break;
  }
  return lines;
}

/** The first record that can be read. */
function firstRecord(shape: FileHead['shape'], chunks: Iterable<Buffer>): unknown {
  let left = MAX_RECORDS;
  for (const record of recordsOf(shape, limited(chunks))) {
    if (record.fault === undefined) return record.value;
    left--;
    if (left === 0) break;
  }
  return undefined;
}

/** The chunks that the longest record could take. */
function* limited(chunks: Iterable<Buffer>): Generator<Buffer, void> {
  let bytes = 0;
  for (const chunk of chunks) {
    yield chunk;
    bytes += chunk.length;
    if (bytes > MAX_RECORD_BYTES) return;
  }
}
