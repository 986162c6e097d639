import { isPlainObject } from '../../config/plain-object.ts';
import type { Syntax } from './syntax.ts';

function quote(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
  return `'${escaped.replaceAll('\n', '\\n').replaceAll('\r', '\\r')}'`;
}

function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quote(name);
}

function value(given: unknown): string {
  if (typeof given === 'string') return quote(given);
  if (Array.isArray(given)) return `[${given.map(value).join(', ')}]`;
  if (!isPlainObject(given)) return JSON.stringify(given);
  const fields = Object.entries(given).map(([name, field]) => `${key(name)}: ${value(field)}`);
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}

/** TypeScript and JavaScript: a call of `defineConfig`, which types the settings in an editor. */
export const TYPESCRIPT: Syntax = {
  comment: '//',
  value,
  key,
  setting: (name, text) => `${name}: ${text},`,
  object: (name, inner, indent) => [`${indent}${name}: {`, ...inner, `${indent}},`],
  list: (name, inner, indent) => [`${indent}${name}: [`, ...inner, `${indent}],`],
  entry: (inner, indent) => [`${indent}{`, ...inner, `${indent}},`],
  file: (heading, settings) =>
    [
      "import { defineConfig } from '@loadcell/core';",
      '',
      ...heading,
      'export default defineConfig({',
      ...settings.map((line) => `  ${line}`),
      '});',
      '',
    ].join('\n'),
};
