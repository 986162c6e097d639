import type { DataRecord, FileHead } from '../dataset.ts';
import { arrayRecords } from './array-records.ts';
import { csvRecords, headlessCsvRecords } from './csv-records.ts';
import { jsonLineRecords, textLineRecords } from './line-records.ts';
import { splitLines } from './split-lines.ts';

/** The records of a file of a shape. A Parquet file was copied to JSON lines before. */
export function recordsOf(
  shape: FileHead['shape'],
  chunks: Iterable<Buffer>,
  hasHeader = true,
): Iterable<DataRecord> {
  switch (shape) {
    case 'json':
      return arrayRecords(chunks);
    case 'csv':
      return hasHeader ? csvRecords(splitLines(chunks)) : headlessCsvRecords(splitLines(chunks));
    case 'text':
      return textLineRecords(splitLines(chunks));
    case 'jsonl':
    case 'parquet':
      return jsonLineRecords(splitLines(chunks));
  }
}
