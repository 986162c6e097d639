import { code, text } from './markdown.mjs';

/** A schema without what it refers to. */
function resolve(schema, root) {
  const [, name] = /^#\/\$defs\/(.+)$/.exec(schema.$ref ?? '') ?? [];
  if (name === undefined) return schema;
  return { ...root.$defs[name], ...schema, $ref: undefined };
}

/** The alternatives of a schema; itself where it has none. */
export function alternativesOf(schema) {
  return schema.anyOf ?? schema.oneOf ?? [schema];
}

const BOUND_PAIRS = [
  ['minimum', '≥ '],
  ['exclusiveMinimum', '> '],
  ['maximum', '≤ '],
  ['exclusiveMaximum', '< '],
];

function boundsOf(schema) {
  const bounds = BOUND_PAIRS.flatMap(([key, sign]) => {
    const value = schema[key];
    // The largest exact integer bounds nothing that a user writes.
    return value === undefined || Math.abs(value) === Number.MAX_SAFE_INTEGER
      ? []
      : [`${sign}${value.toLocaleString('en-US')}`];
  });
  return bounds.length === 0 ? '' : ` ${bounds.join(', ')}`;
}

/** The type of a JSON schema in words, as Markdown. */
export function typeOf(given, root) {
  const schema = resolve(given, root);
  if (schema.title !== undefined) return schema.title;
  if ('const' in schema) return code(JSON.stringify(schema.const));
  if (schema.enum !== undefined) {
    return schema.enum.map((value) => code(JSON.stringify(value))).join(', ');
  }
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives !== undefined) {
    return [...new Set(alternatives.map((one) => typeOf(one, root)))].join(' or ');
  }
  if (Array.isArray(schema.type)) return schema.type.join(' or ');
  switch (schema.type) {
    case 'array':
      return `list of ${schema.items === undefined ? 'values' : typeOf(schema.items, root)}`;
    case 'object':
      return objectType(schema, root);
    case undefined:
      return 'any value';
    default:
      return `${schema.type}${text(boundsOf(schema))}`;
  }
}

function objectType(schema, root) {
  const { additionalProperties: values } = schema;
  const isMap = schema.properties === undefined && typeof values === 'object';
  if (!isMap) return 'object';
  return values.$ref === undefined ? `map of ${typeOf(values, root)}` : 'map of JSON values';
}

/** The object among the alternatives of a schema, or of the items of a list; several are merged. */
function objectIn(schema, root) {
  const alternatives = alternativesOf(resolve(schema, root)).map((one) => resolve(one, root));
  const objects = alternatives.filter(({ properties }) => properties !== undefined);
  if (objects.length > 0) return { found: merged(objects), suffix: '' };
  for (const { type, items } of alternatives) {
    const inner = type === 'array' && items !== undefined ? objectIn(items, root) : undefined;
    if (inner !== undefined) return { ...inner, suffix: `[]${inner.suffix}` };
  }
  return undefined;
}

/** One object with the fields of all: required are those that each requires. */
function merged(objects) {
  const [first, ...others] = objects;
  if (others.length === 0) return first;
  const names = new Set(objects.flatMap(({ properties }) => Object.keys(properties)));
  const properties = Object.fromEntries(
    Array.from(names, (name) => [
      name,
      mergedField(objects.flatMap((one) => one.properties[name] ?? [])),
    ]),
  );
  const required = [...names].filter((name) =>
    objects.every((one) => one.required?.includes(name) ?? false),
  );
  return { type: 'object', properties, required };
}

function mergedField(fields) {
  const [first, ...others] = fields;
  return others.length === 0 ? first : { description: first.description, anyOf: fields };
}

/**
 * The fields of an object schema, those of nested objects after the field that has them.
 * @param skip names of fields that another place documents
 */
export function fieldsOf(schema, root, { prefix = '', skip = [] } = {}) {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    if (skip.includes(name)) return [];
    const path = `${prefix}${name}`;
    const own = {
      path,
      type: typeOf(field, root),
      isRequired: schema.required?.includes(name) ?? false,
      defaultValue: field.default,
      description: field.description ?? resolve(field, root).description ?? '',
    };
    const nested = objectIn(field, root);
    // Alternatives of a list of several kinds have a section each.
    const isOfKinds = alternativesOf(field.items ?? {}).length > 1;
    if (nested === undefined || isOfKinds) return [own];
    return [own, ...fieldsOf(nested.found, root, { prefix: `${path}${nested.suffix}.` })];
  });
}
