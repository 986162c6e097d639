import { parseTimestamp } from './parse-timestamp.ts';
import type { RowFields, TraceTime } from './row-fields.ts';

/** A field that is a date and time, in units of a second. */
export function readTimestamp(row: RowFields, name: string): TraceTime {
  const value = row.fields[name];
  const time = typeof value === 'string' ? parseTimestamp(value) : undefined;
  if (time === undefined) row.refuse(name, 'a date and time');
  return time ?? { units: Number.NaN, ns: Number.NaN };
}
