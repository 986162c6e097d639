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
  known: string | undefined,
  damage: string,
): Omit<DataRecord, 'line'>[] {
  const indent = known ?? leastIndent(text);
  const parts = indent === undefined ? [text] : text.split(`\n${indent}{`);
  const records = parts
    .map((part, index) => (index === 0 ? part : `{${part}`).replace(/[\s,\]]+$/, '').trimStart())
    .filter((part, index) => index > 0 || part !== '' || parts.length === 1)
    .map((part) => jsonRecord(1, part));
  // The last is where a file was cut; otherwise the damage is that of the first that cannot be read.
  const last = records.at(-1)?.fault === undefined ? -1 : records.length - 1;
  const damaged = last === -1 ? records.findIndex(({ fault }) => fault !== undefined) : last;
  if (damaged === -1) return [...records, { text: '', fault: damage }];
  return records.map((record, index) =>
    index === damaged ? { ...record, fault: damage } : record,
  );
}

/** The blanks before an entry that begins a line. */
function indentOf(text: string): string | undefined {
  return /^[^{]*\n([ \t]*)\{/.exec(text)?.[1];
}

/** The least blanks before an object that begins a line, where no whole entry has shown them. */
function leastIndent(text: string): string | undefined {
  const indents = Array.from(text.matchAll(/\n([ \t]*)(?=\{)/g), ([, blanks = '']) => blanks);
  return indents.toSorted((one, other) => one.length - other.length)[0];
}
