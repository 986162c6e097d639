import type { DataRecord, DatasetEntry, DatasetFormat, FileHead } from '../dataset.ts';
import { matchingFormats } from './choose-format.ts';

/**
 * Reads records, and names the format of a record that its reader refuses and another recognizes: the file may be of two.
 * @param head of the file, for its name and shape
 */
export function* nameOtherFormats(
  records: Iterable<DataRecord>,
  read: (records: Iterable<DataRecord>) => Iterable<DatasetEntry>,
  format: DatasetFormat,
  formats: readonly DatasetFormat[],
  head: FileHead,
): Generator<DatasetEntry, void> {
  let last: DataRecord | undefined;
  for (const entry of read(remembered())) {
    const other = 'fault' in entry ? otherFormat(entry.fault.line, entry.fault.kind) : undefined;
    yield other === undefined || !('fault' in entry)
      ? entry
      : {
          fault: { ...entry.fault, reason: `${entry.fault.reason}; it looks like ${other.title}` },
        };
  }

  function* remembered(): Generator<DataRecord, void> {
    for (const record of records) {
      last = record;
      yield record;
    }
  }

  function otherFormat(line: number, kind: string): DatasetFormat | undefined {
    const record = last;
    if (kind !== 'unreadable' || record?.line !== line || record.fault !== undefined) {
      return undefined;
    }
    const { name, shape } = head;
    const matches = matchingFormats(formats, {
      name,
      shape,
      lines: [record.text],
      record: record.value,
      ...(head.cells === undefined ? {} : { cells: head.cells }),
    });
    const [only, ...others] = matches;
    return others.length === 0 && only !== format ? only : undefined;
  }
}
