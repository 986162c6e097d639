import type { Syntax } from './syntax.ts';

/** Flow values of YAML are a superset of JSON. */
function value(given: unknown): string {
  return JSON.stringify(given);
}

function isActive(line: string): boolean {
  return !line.trimStart().startsWith('#');
}

/** A block with only comments would be null. */
function opening(name: string, inner: readonly string[], empty: string): string {
  return inner.some(isActive) ? `${name}:` : `${name}: ${empty}`;
}

/** YAML. */
export const YAML: Syntax = {
  comment: '#',
  value,
  key: (name) => (/^[A-Za-z][\w-]*$/.test(name) ? name : value(name)),
  setting: (name, text) => `${name}: ${text}`,
  object: (name, inner, indent) => [`${indent}${opening(name, inner, '{}')}`, ...inner],
  list: (name, inner, indent) => [`${indent}${opening(name, inner, '[]')}`, ...inner],
  entry: (inner, indent) => [`${indent}-`, ...inner],
  file: (heading, settings) => [...heading, ...settings, ''].join('\n'),
};
