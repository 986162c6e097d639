import { isRecord, listOf } from '../fields/json-fields.ts';

/** Entries of a list; undefined where it is missing or has an entry that is none. */
export function entriesOf(
  value: unknown,
  isEntry: (entry: Readonly<Record<string, unknown>>) => boolean,
): readonly unknown[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.every((entry) => isRecord(entry) && isEntry(entry)) ? value : undefined;
}

/**
 * What is wrong with the places of results: each names another input, and none is missing.
 * @param count inputs of the request; `NaN` where unknown
 */
export function wrongPlaces(
  results: readonly unknown[],
  count: number,
  result: string,
): string | undefined {
  const seen = new Set<number>();
  const last = Number.isNaN(count) ? Infinity : count;
  for (const entry of results) {
    const index = isRecord(entry) ? entry['index'] : undefined;
    if (typeof index !== 'number' || !Number.isInteger(index)) return `a ${result} has no index`;
    if (index < 0 || index >= last) {
      return `a ${result} has index ${index}, and ${count} inputs were sent`;
    }
    if (seen.has(index)) return `two ${result}s have index ${index}`;
    seen.add(index);
  }
  return undefined;
}

/** Whether a value is a number that can be compared. */
export function isFiniteNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

/** Whether a value is numbers in lists of any depth, with at least one in each. */
export function isNumbers(value: unknown): boolean {
  if (isFiniteNumber(value)) return true;
  return Array.isArray(value) && value.length > 0 && listOf(value).every(isNumbers);
}
