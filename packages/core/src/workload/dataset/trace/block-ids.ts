import { parseIfJson } from '../../../spec/parse-json.ts';
import { topLevelText } from '../source/top-level-text.ts';
import type { RowFields } from './row-fields.ts';

/**
 * The ids of the blocks of a prompt as text. They are opaque: above 2^53 two ids become one number, so those are taken from
 * the text of the row.
 */
export function readBlockIds(row: RowFields, name: string): string[] | undefined {
  if (!row.has(name)) return undefined;
  const value = row.fields[name];
  const ids: unknown = typeof value === 'string' ? parseIfJson(value) : value;
  if (!Array.isArray(ids)) {
    row.refuse(name, 'a list of block ids');
    return undefined;
  }
  if (ids.every((id) => typeof id === 'string' || Number.isSafeInteger(id))) {
    return ids.map(String);
  }
  const source = typeof value === 'string' ? value : topLevelText(row.source, name);
  const exact = source === undefined ? [] : listedNumbers(source);
  if (exact.length === ids.length) return exact;
  row.refuse(name, 'a list of integers or texts');
  return undefined;
}

/** The integers of a JSON list of integers as they are written; empty for another list. */
function listedNumbers(source: string): string[] {
  const inside = /^\s*\[([\s\d,-]*)\]\s*$/.exec(source)?.[1];
  return inside === undefined ? [] : inside.split(',').map((id) => id.trim());
}

/**
 * Refuses ids that do not cover a prompt: one for each full block, and one for the rest.
 * @param isRestIncluded false where the rest may go without an id
 */
export function checkBlocks(
  row: RowFields,
  ids: readonly string[] | undefined,
  inputTokens: number,
  blockTokens: number,
  isRestIncluded = true,
): void {
  if (ids === undefined || row.fault !== undefined) return;
  const expected = Math.ceil(inputTokens / blockTokens);
  const least = isRestIncluded ? expected : Math.floor(inputTokens / blockTokens);
  if (ids.length >= least && ids.length <= expected) return;
  row.fault = `${inputTokens} tokens are ${expected} blocks of ${blockTokens}, found ${ids.length} block ids`;
}
