import { readFileSync } from 'node:fs';
import type {
  Conversation,
  DataRecord,
  DatasetEntry,
  DatasetFormat,
  FileHead,
  ReadOptions,
  RowFault,
} from '../../../../src/workload/dataset/dataset.ts';
import { fixture } from '../read-file.ts';

/** The text of a data set made for tests of readers. */
export function fixtureText(name: string): string {
  return readFileSync(fixture(name), 'utf8');
}

/** Records of JSONL. */
export function jsonLines(text: string): DataRecord[] {
  return text
    .split('\n')
    .map((line, index) => ({ line: index + 1, text: line }))
    .filter(({ text: line }) => line.trim() !== '')
    .map(({ line, text: source }) => parseRecord(line, source));
}

function parseRecord(line: number, text: string): DataRecord {
  try {
    return { line, text, value: JSON.parse(text) };
  } catch (error) {
    return { line, text, fault: String(error) };
  }
}

/** Records of values, as a JSON array or a table has them. */
export function recordsOf(...values: readonly unknown[]): DataRecord[] {
  return values.map((value, index) => ({
    line: index + 1,
    value,
    text: JSON.stringify(value) ?? '',
  }));
}

/** What a reader found, by kind. */
export interface ReadResult {
  readonly conversations: readonly Conversation[];
  readonly faults: readonly RowFault[];
  readonly warnings: readonly { readonly line: number; readonly reason: string }[];
}

/** Reads all records. */
export function readAll(
  format: DatasetFormat,
  records: Iterable<DataRecord>,
  options: Partial<ReadOptions> = {},
): ReadResult {
  const entries: DatasetEntry[] = [...format.read(records, { folder: '.', ...options })];
  return {
    conversations: entries.flatMap((entry) =>
      'conversation' in entry ? [entry.conversation] : [],
    ),
    faults: entries.flatMap((entry) => ('fault' in entry ? [entry.fault] : [])),
    warnings: entries.flatMap((entry) => ('warning' in entry ? [entry.warning] : [])),
  };
}

/** Texts of the messages that a request adds, by role. */
export function saidIn(conversation: Conversation | undefined): unknown[] {
  return (conversation?.turns ?? []).map(({ input }) =>
    input.kind === 'content'
      ? input.content.messages.map(({ role, content }) => [role, content])
      : input,
  );
}

/** The beginning of a file whose first record is this. */
export function headOf(record: unknown, shape: FileHead['shape'] = 'jsonl'): FileHead {
  return { name: 'data', lines: [JSON.stringify(record) ?? ''], record, shape };
}
