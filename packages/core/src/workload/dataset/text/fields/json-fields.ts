import type { JsonObject } from '../../../../spec/content/json-value.ts';
import { RowError } from '../rows/row-error.ts';

/** Maximum number of quoted characters of a value. */
const MOST_QUOTED = 40;

/** Whether a value of parsed JSON is an object. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a field has a value: a table has null or an empty cell where a column does not apply. */
export function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** A value in a message. */
export function describeValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'number' || typeof value === 'bigint') return value.toString();
  return value === true ? 'true' : 'false';
}

/** A text in a message, cut where it is long. */
export function quote(text: string): string {
  const isLong = text.length > MOST_QUOTED;
  return JSON.stringify(isLong ? `${text.slice(0, MOST_QUOTED)}…` : text);
}

/** The error for a value of another kind. */
export function unexpected(at: string, expected: string, value: unknown): RowError {
  return new RowError(`${at}: expected ${expected}, found ${describeValue(value)}`);
}

/** @throws {RowError} unless the value is an object */
export function objectAt(value: unknown, at: string): JsonObject {
  if (isObject(value)) return value;
  throw unexpected(at, 'an object', value);
}

/** @throws {RowError} unless the value is a list that is not empty */
export function listAt(value: unknown, at: string): readonly unknown[] {
  if (Array.isArray(value) && value.length > 0) return value;
  throw unexpected(at, 'a list that is not empty', value);
}

/** @throws {RowError} unless the value is a text; it may be empty */
export function textAt(value: unknown, at: string): string {
  if (typeof value === 'string') return value;
  throw unexpected(at, 'a text', value);
}

/** @throws {RowError} unless the value is a text with more than blanks */
export function wordsAt(value: unknown, at: string): string {
  const text = textAt(value, at);
  if (text.trim() !== '') return text;
  throw unexpected(at, 'a text that is not blank', value);
}

/**
 * A number of a field, which a table has as a text and Parquet as a bigint.
 * @throws {RowError} for anything else, or below `least`
 */
export function numberAt(value: unknown, at: string, least: number = 0): number {
  const number = typeof value === 'number' ? value : numberOfText(value);
  if (Number.isFinite(number) && number >= least) return number;
  throw unexpected(at, `a number of at least ${least}`, value);
}

function numberOfText(value: unknown): number {
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
}
