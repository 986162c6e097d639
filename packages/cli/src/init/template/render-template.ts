import { isPlainObject, type PlainObject } from '../../config/plain-object.ts';
import type { Syntax } from './syntax.ts';
import { TYPESCRIPT } from './typescript-syntax.ts';

/** The type of a setting, in the notation of TypeScript. */
function renderType(schema: PlainObject): string {
  const { anyOf, items, type } = schema;
  const { value, key: keyOf } = TYPESCRIPT;
  if ('const' in schema) return value(schema['const']);
  if (Array.isArray(schema['enum'])) return schema['enum'].map(value).join(' | ');
  if (Array.isArray(anyOf))
    return [...new Set(anyOf.filter(isPlainObject).map(renderType))].join(' | ');
  if (Array.isArray(type)) return type.join(' | ');
  if (type === 'array' && isPlainObject(items)) {
    const item = renderType(items);
    return item.includes(' ') ? `(${item})[]` : `${item}[]`;
  }
  const { properties } = schema;
  if (isPlainObject(properties)) {
    const fields = Object.entries(properties).map(
      ([key, field]) => `${keyOf(key)}: ${isPlainObject(field) ? renderType(field) : 'unknown'}`,
    );
    return `{ ${fields.join(', ')} }`;
  }
  const values = schema['additionalProperties'];
  if (type === 'object' && isPlainObject(values))
    return `{ [name: string]: ${renderType(values)} }`;
  return type === 'integer' ? 'number' : String(type);
}

/** The settings of an object; of a union with a default, those of its first object. */
function settingsWithin(schema: PlainObject): PlainObject | undefined {
  const { properties, anyOf } = schema;
  if (isPlainObject(properties)) return properties;
  if (!Array.isArray(anyOf) || !isPlainObject(schema['default'])) return undefined;
  return anyOf.filter(isPlainObject).map(settingsWithin).find(isPlainObject);
}

/** The kinds of objects in a list, where there are several and the list has a default. */
function membersWithin({ items, default: entries }: PlainObject): PlainObject[] | undefined {
  if (!isPlainObject(items) || !Array.isArray(items['oneOf']) || !Array.isArray(entries))
    return undefined;
  return items['oneOf'].filter(isPlainObject);
}

/** Whether an entry has each required constant of a member. An optional setting with one value identifies no member. */
function isOfKind(entry: PlainObject, { properties, required }: PlainObject): boolean {
  if (!isPlainObject(properties) || !Array.isArray(required)) return false;
  return required.every((key) => {
    const schema = properties[String(key)];
    return !isPlainObject(schema) || !('const' in schema) || schema['const'] === entry[String(key)];
  });
}

/** Renders settings in one syntax. */
class SettingsRenderer {
  readonly #syntax: Syntax;

  constructor(syntax: Syntax) {
    this.#syntax = syntax;
  }

  settings(properties: PlainObject, indent: string): string[] {
    return Object.entries(properties).flatMap(([key, schema]) =>
      isPlainObject(schema) ? this.#setting(key, schema, indent) : [],
    );
  }

  #setting(key: string, schema: PlainObject, indent: string): string[] {
    const { description } = schema;
    const { value, key: keyOf, setting, object, list } = this.#syntax;
    const properties = settingsWithin(schema);
    const comment =
      typeof description === 'string' ? [`${indent}${this.#syntax.comment} ${description}`] : [];
    const name = keyOf(key);
    const members = membersWithin(schema);
    if (members !== undefined) {
      const inner = this.#list(members, schema['default'], `${indent}  `);
      return [...comment, ...list(name, inner, indent)];
    }
    if (isPlainObject(properties)) {
      const lines = object(name, this.settings(properties, `${indent}  `), indent);
      // A setting without a default is commented out, with everything in it.
      return [...comment, ...('default' in schema ? lines : lines.map(this.#commentedOut))];
    }
    if ('default' in schema) {
      return [...comment, `${indent}${setting(name, value(schema['default']))}`];
    }
    return [...comment, `${indent}${this.#syntax.comment} ${setting(name, renderType(schema))}`];
  }

  /** The default entries of a list with their settings, then one entry of each other kind, commented out. */
  #list(members: readonly PlainObject[], entries: unknown, indent: string): string[] {
    const written = (Array.isArray(entries) ? entries : []).filter(isPlainObject);
    const used = written.map((entry) => members.find((member) => isOfKind(entry, member)) ?? {});
    const others = members.filter((member) => !used.includes(member));
    return [
      ...written.flatMap((entry, index) => this.#entry(entry, used[index] ?? {}, indent)),
      ...(others.length === 0 ? [] : [`${indent}${this.#syntax.comment} Other kinds:`]),
      ...others.flatMap((member) => this.#entry({}, member, indent).map(this.#commentedOut)),
    ];
  }

  #entry(given: PlainObject, { properties }: PlainObject, indent: string): string[] {
    if (!isPlainObject(properties)) return [];
    const { value, key: keyOf, setting, entry } = this.#syntax;
    const settings = Object.entries(properties).flatMap(([key, schema]) => {
      if (key in given) return [`${indent}  ${setting(keyOf(key), value(given[key]))}`];
      return isPlainObject(schema) ? this.#setting(key, schema, `${indent}  `) : [];
    });
    return entry(settings, indent);
  }

  /** Comments out a line, unless it is a comment. */
  #commentedOut = (line: string): string =>
    line.trimStart().startsWith(this.#syntax.comment)
      ? line
      : line.replace(/^( *)/, `$1${this.#syntax.comment} `);
}

/**
 * A configuration file with the settings of a schema, their descriptions and their defaults.
 * @param jsonSchema a JSON Schema with all descriptions and defaults
 * @param heading sentences, each a comment line
 */
export function renderTemplate(
  jsonSchema: unknown,
  heading: readonly string[],
  syntax: Syntax,
): string {
  const properties = isPlainObject(jsonSchema) ? jsonSchema['properties'] : undefined;
  if (!isPlainObject(properties)) {
    throw new TypeError('The schema of the configuration is not that of an object.');
  }
  const comments = heading.map((line) => `${syntax.comment} ${line}`);
  return syntax.file(comments, new SettingsRenderer(syntax).settings(properties, ''));
}
