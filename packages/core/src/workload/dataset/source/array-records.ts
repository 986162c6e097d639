import { isUtf8 } from 'node:buffer';
import type { DataRecord } from '../dataset.ts';
import { jsonRecord } from './line-records.ts';
import { scanArray, type ArrayEntry } from './scan-array.ts';
import { TOO_LONG } from './split-lines.ts';

/** Why bytes are no entry, by what the scanner found. */
const REASONS: Readonly<Record<NonNullable<ArrayEntry['fault']>, string>> = {
  cut: 'the file ends before its array is closed',
  'too-long': `${TOO_LONG}, or a bracket is missing`,
  outside: 'text behind the end of the array',
  missing: 'expected an array, or an object with an array of objects',
};

/** The entries of a JSON array, numbered from 1. */
export function* arrayRecords(chunks: Iterable<Buffer>): Generator<DataRecord, void> {
  let number = 1;
  let indent: string | undefined;
  for (const entry of scanArray(chunks)) {
    const text = entry.bytes.toString('utf8');
    indent = indentOf(text) ?? indent;
    for (const record of recordsOf(entry, text, indent)) {
      yield { ...record, line: number };
      number++;
    }
  }
}

/** The record of an entry; several where a missing bracket has joined entries that begin on lines of their own. */
function recordsOf(
  { bytes, fault, reason }: ArrayEntry,
  text: string,
  indent: string | undefined,
): Omit<DataRecord, 'line'>[] {
  const damage = fault === undefined ? undefined : (reason ?? REASONS[fault]);
  if (!isUtf8(bytes)) return joinedRecords(text, indent, damage ?? 'not valid UTF-8');
  if (damage !== undefined) return joinedRecords(text, indent, damage);
  const whole = jsonRecord(1, text.trim());
  return whole.fault === undefined ? [whole] : joinedRecords(text, indent, whole.fault);
}

function joinedRecords(
  text: string,
  indent: string | undefined,
  damage: string,
): Omit<DataRecord, 'line'>[] {
  const parts = indent === undefined ? [text] : text.split(`\n${indent}{`);
  const [first = '', ...rest] = parts.map((part, index) => (index === 0 ? part : `{${part}`));
  const records = rest.map((part) => jsonRecord(1, part.replace(/[\s,\]]+$/, '')));
  const last = records.at(-1);
  // An empty first part is the blank before the first entry. The damage is that of the last entry where the others are whole.
  if (first.trim() === '' && last?.fault !== undefined) {
    return [...records.slice(0, -1), { ...last, fault: damage }];
  }
  if (first.trim() === '' && rest.length > 0) return records;
  return [{ text: first.trim(), fault: damage }, ...records];
}

/** The blanks before an entry that begins a line. */
function indentOf(text: string): string | undefined {
  return /^[^{]*\n([ \t]*)\{/.exec(text)?.[1];
}
