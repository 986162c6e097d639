import { parseIfJson } from '../../../spec/parse-json.ts';
import type { FileHead } from '../dataset.ts';
import { splitCsvRow } from '../source/csv-cells.ts';

/**
 * The shape of a text file: by its content, and by its name where the content allows several.
 * @param name base name
 * @param lines its first lines that are not blank; the last may be cut
 */
export function shapeOf(
  name: string,
  lines: readonly string[],
): Exclude<FileHead['shape'], 'parquet'> {
  const [first = '', second = ''] = lines;
  const extension = /\.(\w+)$/.exec(name)?.[1]?.toLowerCase();
  if (extension === 'csv') return 'csv';
  const mark = first.trimStart().charAt(0);
  const isListEachLine = second.startsWith('[') && parseIfJson(first) !== undefined;
  if (mark === '[' && !isListEachLine) return 'json';
  if (extension === 'jsonl' || extension === 'ndjson') return 'jsonl';
  if (mark === '{') return isJsonLines(first, second) ? 'jsonl' : 'json';
  if (extension === 'txt') return 'text';
  if (parseIfJson(first) !== undefined) return 'jsonl';
  return isTable(first, second) ? 'csv' : 'text';
}

/** Whether each line is a value; a single line whose array is under `data` is one document. */
function isJsonLines(first: string, second: string): boolean {
  const value = parseIfJson(first);
  if (value === undefined) return second.startsWith('{') && parseIfJson(second) !== undefined;
  const hasData =
    typeof value === 'object' && value !== null && 'data' in value && Array.isArray(value.data);
  return !(hasData && second === '');
}

/** Whether two lines have the same number of cells, and more than one. */
function isTable(first: string, second: string): boolean {
  const header = splitCsvRow(first);
  const row = splitCsvRow(second);
  if (!('cells' in header) || header.cells.length < 2) return false;
  return 'isOpen' in row || ('cells' in row && row.cells.length === header.cells.length);
}
