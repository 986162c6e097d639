/** What was written between braces, unchecked. */
export type PlainObject = { [key: string]: unknown };

/** Whether something was written between braces. */
export function isPlainObject(value: unknown): value is PlainObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
