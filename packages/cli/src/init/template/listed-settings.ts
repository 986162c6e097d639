import { isPlainObject, type PlainObject } from '../../config/plain-object.ts';

/** A setting that a file lists. */
export interface ListedSetting {
  readonly path: readonly string[];
  /** Its value; the default of the schema when absent, and in a comment where there is none. */
  readonly value?: unknown;
  /** Replaces the description of the schema. */
  readonly comment?: string;
}

function objectAt(schema: PlainObject, key: string): PlainObject {
  const found = schema[key];
  return isPlainObject(found) ? found : {};
}

/** The schema of a setting with a value as its default. */
function leafOf(schema: PlainObject, { value, comment }: ListedSetting): PlainObject {
  const description = comment ?? schema['description'];
  const described = description === undefined ? {} : { description };
  return value === undefined ? { ...schema, ...described } : { ...described, default: value };
}

/** Puts a setting into a schema; objects on its path get the descriptions of the whole schema. */
function withSetting(
  base: PlainObject,
  whole: PlainObject,
  setting: ListedSetting,
  [key, ...rest]: readonly string[] = setting.path,
): PlainObject {
  if (key === undefined) return leafOf(whole, setting);
  const { properties: _all, ...own } = whole;
  const properties = objectAt(base, 'properties');
  const named = objectAt(objectAt(whole, 'properties'), key);
  // The values of a map share one schema.
  const inner = Object.keys(named).length > 0 ? named : objectAt(whole, 'additionalProperties');
  return {
    default: {},
    ...own,
    properties: {
      ...properties,
      [key]: withSetting(objectAt(properties, key), inner, setting, rest),
    },
  };
}

/**
 * The schema of a file that lists only some settings, in their order.
 * @param whole the JSON Schema of a configuration
 */
export function onlyListed(whole: unknown, listed: readonly ListedSetting[]): unknown {
  const root = isPlainObject(whole) ? whole : {};
  return listed.reduce<PlainObject>((schema, setting) => withSetting(schema, root, setting), {});
}

/**
 * The schema of a file that lists every setting, some of them with a value of their own.
 * @param whole the JSON Schema of a configuration
 */
export function withListed(whole: unknown, listed: readonly ListedSetting[]): unknown {
  const root = isPlainObject(whole) ? whole : {};
  return listed.reduce<PlainObject>((schema, setting) => withSetting(schema, root, setting), root);
}
