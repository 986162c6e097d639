import type { Conversation, DataRecord, DatasetEntry } from '../../dataset.ts';
import { isDeeperThan } from './is-deeper-than.ts';
import { RowError } from './row-error.ts';

/** Values nested deeper are not sent: they cannot be made JSON again. */
const MAX_LEVELS = 200;

/** A row that could be parsed. */
export interface Row {
  readonly line: number;
  readonly value: unknown;
  /** As it is in the file. */
  readonly text: string;
  /** Reports something that does not keep the row from being sent. */
  readonly warn: (reason: string) => void;
}

/** What becomes of one row: one request or conversation. */
export type ReadRow = (row: Row) => Conversation;

/** Reads each record: a conversation or a fault, after the warnings about its row. */
export function* readRows(records: Iterable<DataRecord>, read: ReadRow): Generator<DatasetEntry> {
  for (const record of records) yield* readRow(record, read);
}

/** Reads one record. */
export function readRow(record: DataRecord, read: ReadRow): DatasetEntry[] {
  const { line, fault, value, text } = record;
  if (fault !== undefined) return [{ fault: { line, kind: 'unreadable', reason: fault } }];
  const entries: DatasetEntry[] = [];
  const warn = (reason: string): void => void entries.push({ warning: { line, reason } });
  try {
    if (isDeeperThan(MAX_LEVELS, value)) {
      throw new RowError(`expected at most ${MAX_LEVELS} levels of lists and objects`);
    }
    entries.push({ conversation: read({ line, value, text, warn }) });
  } catch (error) {
    if (!(error instanceof RowError)) throw error;
    entries.push({ fault: { line, kind: error.kind, reason: error.message } });
  }
  return entries;
}
