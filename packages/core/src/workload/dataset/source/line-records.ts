import type { DataRecord } from '../dataset.ts';
import type { SourceLine } from './split-lines.ts';

/** Each line that is not blank as JSON. */
export function* jsonLineRecords(lines: Iterable<SourceLine>): Generator<DataRecord, void> {
  for (const line of lines) {
    if (line.fault === undefined && line.text.trim() === '') continue;
    yield line.fault === undefined
      ? jsonRecord(line.number, line.text)
      : { line: line.number, text: line.text, fault: line.fault };
  }
}

/** Each line that is not blank as a text. */
export function* textLineRecords(lines: Iterable<SourceLine>): Generator<DataRecord, void> {
  for (const { number: line, text, fault } of lines) {
    if (fault !== undefined) yield { line, text, fault };
    else if (text.trim() !== '') yield { line, text, value: text };
  }
}

/** The record of a JSON text. */
export function jsonRecord(line: number, text: string): DataRecord {
  try {
    return { line, text, value: JSON.parse(text) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { line, text, fault: `not JSON: ${error.message}` };
  }
}
