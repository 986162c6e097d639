type JsonObject = { readonly [key: string]: unknown };

const HEAD = `import { defineConfig } from '@loadcell/core';

// Every setting stands at its default; a line that is commented out has none.
// Times are milliseconds, or text with a unit: '30s', '1h'. Memory is bytes, or text: '512MiB', '14GiB'.
`;

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

function renderKey(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : quote(key);
}

/** A value of JSON as TypeScript writes it. */
function renderValue(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  if (Array.isArray(value)) return `[${value.map(renderValue).join(', ')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const fields = Object.entries(value).map(
    ([key, field]) => `${renderKey(key)}: ${renderValue(field)}`,
  );
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}

/** What a setting takes, as TypeScript would say it. */
function renderType(schema: JsonObject): string {
  const { anyOf, items, type } = schema;
  if ('const' in schema) return renderValue(schema['const']);
  if (Array.isArray(schema['enum'])) return schema['enum'].map(renderValue).join(' | ');
  if (Array.isArray(anyOf)) return [...new Set(anyOf.filter(isObject).map(renderType))].join(' | ');
  if (Array.isArray(type)) return type.join(' | ');
  if (type === 'array' && isObject(items)) {
    const item = renderType(items);
    return item.includes(' ') ? `(${item})[]` : `${item}[]`;
  }
  const values = schema['additionalProperties'];
  if (type === 'object' && isObject(values)) return `{ [name: string]: ${renderType(values)} }`;
  return type === 'integer' ? 'number' : String(type);
}

function renderSetting(key: string, schema: JsonObject, indent: string): string[] {
  const { description, properties } = schema;
  const comment = typeof description === 'string' ? [`${indent}// ${description}`] : [];
  const name = renderKey(key);
  if (isObject(properties)) {
    const inner = renderSettings(properties, `${indent}  `);
    return [...comment, `${indent}${name}: {`, ...inner, `${indent}},`];
  }
  if ('default' in schema) {
    return [...comment, `${indent}${name}: ${renderValue(schema['default'])},`];
  }
  return [...comment, `${indent}// ${name}: ${renderType(schema)},`];
}

function renderSettings(properties: JsonObject, indent: string): string[] {
  return Object.entries(properties).flatMap(([key, schema]) =>
    isObject(schema) ? renderSetting(key, schema, indent) : [],
  );
}

/**
 * A configuration file with every setting, what it is for and its default.
 * @param jsonSchema the JSON Schema of a configuration: the one place where descriptions and defaults come from
 */
export function renderConfigTemplate(jsonSchema: unknown): string {
  const properties = isObject(jsonSchema) ? jsonSchema['properties'] : undefined;
  if (!isObject(properties)) {
    throw new TypeError(
      'The schema of the configuration describes no object, so no file can be made of it.',
    );
  }
  return `${HEAD}export default defineConfig({\n${renderSettings(properties, '  ').join('\n')}\n});\n`;
}
