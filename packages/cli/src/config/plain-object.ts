/** An object as written in a configuration, unchecked. */
export type PlainObject = { [key: string]: unknown };

/** Whether a value is an object, but not an array. */
export function isPlainObject(value: unknown): value is PlainObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
