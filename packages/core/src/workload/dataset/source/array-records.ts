import { isUtf8 } from 'node:buffer';
import type { DataRecord } from '../dataset.ts';
import { jsonRecord } from './line-records.ts';
import { scanArray, type ArrayEntry } from './scan-array.ts';
import { TOO_LONG } from './split-lines.ts';

/** Why an entry could not be used, by what the scanner found. */
const REASONS: Readonly<Record<NonNullable<ArrayEntry['fault']>, string>> = {
  cut: 'the file ends before its array is closed',
  'too-long': TOO_LONG,
  outside: 'text behind the end of the array',
};

/** The entries of a JSON array, numbered from 1. */
export function* arrayRecords(chunks: Iterable<Buffer>): Generator<DataRecord, void> {
  let number = 1;
  for (const entry of scanArray(chunks)) {
    for (const record of recordsOf(entry, number)) {
      yield record;
      number++;
    }
  }
}

function recordsOf(entry: ArrayEntry, line: number): DataRecord[] {
  const { bytes, fault, reason } = entry;
  const text = bytes.toString('utf8').trim();
  if (fault !== undefined) {
    return [{ line, text, fault: reason ?? REASONS[fault] }];
  }
  if (!isUtf8(bytes)) return [{ line, text, fault: 'not valid UTF-8' }];
  return [jsonRecord(line, text)];
}
