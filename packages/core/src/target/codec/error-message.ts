import { isRecord, textOf } from './json-fields.ts';

/** The message of an error as servers nest it: text, `{ message }`, `{ error: … }` or `{ detail: … }`. */
export function errorMessageOf(error: unknown): string {
  if (typeof error === 'string') return error;
  if (!isRecord(error)) return JSON.stringify(error) ?? String(error);
  const message = textOf(error['message']);
  if (message !== '') return message;
  const inner = error['error'] ?? error['detail'];
  return inner === undefined || inner === null ? JSON.stringify(error) : errorMessageOf(inner);
}
