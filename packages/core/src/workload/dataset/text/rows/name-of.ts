import type { JsonObject } from '../../../../spec/content/json-value.ts';
import { topLevelText } from '../../source/top-level-text.ts';
import { isPresent, unexpected } from '../fields/json-fields.ts';
import type { Row } from './read-rows.ts';

/**
 * The name that a field of a row has; undefined where it has none.
 * A number is taken as it is written: above 2^53 two of them are one number.
 * @throws {RowError} when it is neither text nor number
 */
export function nameOf({ text }: Row, record: JsonObject, field: string): string | undefined {
  const value: unknown = record[field];
  if (!isPresent(value)) return undefined;
  if (typeof value === 'string') return value;
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'number') throw unexpected(field, 'a text or a number', value);
  return (Number.isSafeInteger(value) ? undefined : topLevelText(text, field)) ?? value.toString();
}
