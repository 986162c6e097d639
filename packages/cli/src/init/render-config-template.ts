import { isPlainObject, type PlainObject } from '../config/plain-object.ts';

const HEAD = `import { defineConfig } from '@loadcell/core';

// Every setting is at its default; one without a default is commented out.
// Durations are milliseconds or text with a unit: '30s', '1h'. Memory is bytes or text: '512MiB', '14GiB'.
`;

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

function renderKey(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : quote(key);
}

/** A JSON value as TypeScript. */
function renderValue(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  if (Array.isArray(value)) return `[${value.map(renderValue).join(', ')}]`;
  if (!isPlainObject(value)) return JSON.stringify(value);
  const fields = Object.entries(value).map(
    ([key, field]) => `${renderKey(key)}: ${renderValue(field)}`,
  );
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}

/** The type of a setting as TypeScript. */
function renderType(schema: PlainObject): string {
  const { anyOf, items, type } = schema;
  if ('const' in schema) return renderValue(schema['const']);
  if (Array.isArray(schema['enum'])) return schema['enum'].map(renderValue).join(' | ');
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
      ([key, field]) =>
        `${renderKey(key)}: ${isPlainObject(field) ? renderType(field) : 'unknown'}`,
    );
    return `{ ${fields.join(', ')} }`;
  }
  const values = schema['additionalProperties'];
  if (type === 'object' && isPlainObject(values))
    return `{ [name: string]: ${renderType(values)} }`;
  return type === 'integer' ? 'number' : String(type);
}

function renderSetting(key: string, schema: PlainObject, indent: string): string[] {
  const { description } = schema;
  const properties = settingsWithin(schema);
  const comment = typeof description === 'string' ? [`${indent}// ${description}`] : [];
  const name = renderKey(key);
  const members = membersWithin(schema);
  if (members !== undefined) {
    const inner = renderList(members, schema['default'], `${indent}  `);
    return [...comment, `${indent}${name}: [`, ...inner, `${indent}],`];
  }
  if (isPlainObject(properties)) {
    const inner = renderSettings(properties, `${indent}  `);
    const lines = [`${indent}${name}: {`, ...inner, `${indent}},`];
    // A setting without a default is commented out, with everything in it.
    return [...comment, ...('default' in schema ? lines : lines.map(commentedOut))];
  }
  if ('default' in schema) {
    return [...comment, `${indent}${name}: ${renderValue(schema['default'])},`];
  }
  return [...comment, `${indent}// ${name}: ${renderType(schema)},`];
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

/** The default entries of a list with their settings, then one entry of each other kind, commented out. */
function renderList(members: readonly PlainObject[], entries: unknown, indent: string): string[] {
  const written = (Array.isArray(entries) ? entries : []).filter(isPlainObject);
  const used = written.map((entry) => members.find((member) => isOfKind(entry, member)) ?? {});
  const others = members.filter((member) => !used.includes(member));
  return [
    ...written.flatMap((entry, index) => renderEntry(entry, used[index] ?? {}, indent)),
    ...(others.length === 0 ? [] : [`${indent}// Other kinds:`]),
    ...others.flatMap((member) => renderEntry({}, member, indent).map(commentedOut)),
  ];
}

/** Whether an entry has each required constant of a member. An optional setting with one value identifies no member. */
function isOfKind(entry: PlainObject, { properties, required }: PlainObject): boolean {
  if (!isPlainObject(properties) || !Array.isArray(required)) return false;
  return required.every((key) => {
    const schema = properties[String(key)];
    return !isPlainObject(schema) || !('const' in schema) || schema['const'] === entry[String(key)];
  });
}

function renderEntry(entry: PlainObject, { properties }: PlainObject, indent: string): string[] {
  if (!isPlainObject(properties)) return [];
  const settings = Object.entries(properties).flatMap(([key, schema]) => {
    if (key in entry) return [`${indent}  ${renderKey(key)}: ${renderValue(entry[key])},`];
    return isPlainObject(schema) ? renderSetting(key, schema, `${indent}  `) : [];
  });
  return [`${indent}{`, ...settings, `${indent}},`];
}

/** Comments out a line, unless it is a comment. */
function commentedOut(line: string): string {
  return /^ *\/\//.test(line) ? line : line.replace(/^( *)/, '$1// ');
}

function renderSettings(properties: PlainObject, indent: string): string[] {
  return Object.entries(properties).flatMap(([key, schema]) =>
    isPlainObject(schema) ? renderSetting(key, schema, indent) : [],
  );
}

/**
 * A configuration file with every setting, its description and its default.
 * @param jsonSchema the JSON Schema of a configuration, which has all descriptions and defaults
 */
export function renderConfigTemplate(jsonSchema: unknown): string {
  const properties = isPlainObject(jsonSchema) ? jsonSchema['properties'] : undefined;
  if (!isPlainObject(properties)) {
    throw new TypeError('The schema of the configuration is not that of an object.');
  }
  return `${HEAD}export default defineConfig({\n${renderSettings(properties, '  ').join('\n')}\n});\n`;
}
