import { isRecord } from '../../../spec/is-record.ts';
import type { FileHead } from '../dataset.ts';

/** Whether a file has all of these columns, or keys in its first record. */
export function hasFields({ cells, record }: FileHead, names: readonly string[]): boolean {
  if (cells !== undefined) {
    const trimmed = cells.map((cell) => cell.trim());
    return names.every((name) => trimmed.includes(name));
  }
  return isRecord(record) && names.every((name) => name in record);
}
