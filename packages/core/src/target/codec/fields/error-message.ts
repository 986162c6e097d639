import { isRecord, listOf, textOf } from './json-fields.ts';

/** Fields that hold a nested error, in search order. */
const NESTING_FIELDS = ['error', 'detail', 'errors'] as const;

/** Fields that hold the message. */
const MESSAGE_FIELDS = ['message', 'msg', 'error_msg', 'error_message'] as const;

/** The message of an error as servers nest it: text, `{ message }`, `{ error: … }`, `{ detail: … }` or a list. */
export function errorMessageOf(error: unknown): string {
  if (typeof error === 'string') return error;
  if (Array.isArray(error) && error.length > 0) return error.map(errorMessageOf).join('; ');
  if (!isRecord(error)) return JSON.stringify(error) ?? String(error);
  const message = MESSAGE_FIELDS.map((field) => textOf(error[field])).find((text) => text !== '');
  // A validation error names its location in the body.
  const place = listOf(error['loc']).join('.');
  if (message !== undefined) return place === '' ? message : `${place}: ${message}`;
  const inner = NESTING_FIELDS.map((field) => error[field]).find(
    (value) => value !== undefined && value !== null && value !== '',
  );
  return inner === undefined ? JSON.stringify(error) : errorMessageOf(inner);
}
