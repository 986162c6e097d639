import { isRecord } from '../fields/json-fields.ts';
import { ConfigError } from '../../../spec/error/errors.ts';

/** A path into a JSON value: names and indices. */
export type JsonPath = readonly (string | number)[];

const PATH = /^\$(?:\.[\w-]+|\[\d+\]|\['[^']+'\])*$/;
const STEP = /\.([\w-]+)|\[(\d+)\]|\['([^']+)'\]/g;

/**
 * Parses `$.choices[0].text` or `$['a b']`.
 * @param key of the configuration, for the error
 * @throws {ConfigError} for any other text
 */
export function parseJsonPath(text: string, key: string): JsonPath {
  if (!PATH.test(text)) {
    throw new ConfigError(`invalid ${key} "${text}": expected a path such as $.choices[0].text`, {
      help: "write names as .name or ['name'], and places in lists as [0]",
    });
  }
  return Array.from(text.matchAll(STEP), ([, name, index, quoted]) =>
    index === undefined ? (name ?? quoted ?? '') : Number(index),
  );
}

/** The value at a path; undefined where there is none. */
export function valueAt(value: unknown, path: JsonPath): unknown {
  let at = value;
  for (const step of path) {
    if (typeof step === 'number') at = Array.isArray(at) ? at[step] : undefined;
    else at = isRecord(at) ? at[step] : undefined;
  }
  return at;
}
