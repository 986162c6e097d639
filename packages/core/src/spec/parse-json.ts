/**
 * The value of a text that may be JSON; undefined, which JSON cannot say, where it is none.
 * @param change as of `JSON.parse`
 */
export function parseIfJson(
  text: string,
  change?: (key: string, value: unknown) => unknown,
): unknown {
  try {
    return JSON.parse(text, change);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
