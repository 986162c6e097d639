import { shellWord } from '../../../spec/shell-word.ts';
import type { DatasetFormat, FileHead, ReadOptions } from '../dataset.ts';

/**
 * The command that sorts a file by time, line by line and on disk, so that any size works.
 * @returns undefined where its format or its shape has none
 */
export function sortCommand(
  path: string,
  { shape, cells = [] }: FileHead,
  format: DatasetFormat,
  options: Omit<ReadOptions, 'folder'>,
): string | undefined {
  const field = format.timeField?.(options);
  if (field === undefined) return undefined;
  const read = `${/\.gz$/i.test(path) ? 'gzip -dc' : 'cat'} ${shellWord(path)}`;
  if (shape === 'jsonl') {
    const find = String.raw`s/^(.*"${field}"\s*:\s*"?([^,"}]+).*)$/\2\t\1/`;
    return `${read} | sed -E '${find}' | LC_ALL=C sort -s -g -k1,1 | cut -f2- > sorted.jsonl`;
  }
  const column = cells.findIndex((cell) => cell.trim() === field) + 1;
  if (shape !== 'csv' || column === 0) return undefined;
  const order = format.isTimeText === true ? '' : ' -g';
  const sort = `LC_ALL=C sort -s -t,${order} -k${column},${column}`;
  return `{ ${read} | head -n 1; ${read} | tail -n +2 | ${sort}; } > sorted.csv`;
}
