import type * as z from 'zod';
import type { Mistake } from './mistake.ts';

type Issue = z.core.$ZodIssue;

/** A key as errors name it. */
export function at(path: readonly PropertyKey[]): string {
  return path.length === 0 ? 'the configuration' : path.map(String).join('.');
}

/** The value at a path; undefined where there is none. */
export function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Reflect.get(value, step);
  }
  return value;
}

/** Types as errors name them. */
export const TYPES: Readonly<Record<string, string>> = {
  int: 'a whole number',
  number: 'a number',
  string: 'text',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object of keys and values',
  record: 'an object of keys and values',
};

/** A threshold is a plain number: its unit is that of its metric. */
const THRESHOLD = 'a number in the unit of the metric (bytes, milliseconds, per second, or 0 to 1)';

/** The start of an error about a value: `invalid sampling.hz 0`; objects and lists are not quoted. */
export function invalid(path: readonly PropertyKey[], given: unknown): string {
  if (given === undefined) return `${at(path)} is missing`;
  const key = path.length === 0 ? 'configuration' : at(path);
  if (typeof given === 'object' && given !== null) return `invalid ${key}`;
  return `invalid ${key} ${typeof given === 'number' ? String(given) : JSON.stringify(given)}`;
}

/** The bound that a number is outside of; undefined for any other issue. */
function boundOf(issue: Issue): string | undefined {
  if (issue.code !== 'too_small' && issue.code !== 'too_big') return undefined;
  if (!NUMBERS.has(issue.origin)) return undefined;
  const isInclusive = issue.inclusive === true;
  return issue.code === 'too_small'
    ? `${isInclusive ? 'at least' : 'more than'} ${issue.minimum}`
    : `${isInclusive ? 'at most' : 'less than'} ${issue.maximum}`;
}

/** What an issue expects; undefined where only the schema's own message says it. */
function expectedOf(issue: Issue): string | undefined {
  switch (issue.code) {
    case 'invalid_type': {
      const isThreshold = issue.path.includes('successCriteria') && issue.expected === 'number';
      return isThreshold ? THRESHOLD : TYPES[issue.expected];
    }
    case 'too_small':
      if (issue.origin === 'array') return `at least ${entries(issue.minimum)}`;
      return issue.origin === 'string' ? 'text' : boundOf(issue);
    case 'too_big':
      return issue.origin === 'array' ? `at most ${entries(issue.maximum)}` : boundOf(issue);
    default:
      return undefined;
  }
}

function entries(count: number | bigint): string {
  return `${count} ${Number(count) === 1 ? 'entry' : 'entries'}`;
}

const NUMBERS: ReadonlySet<string> = new Set(['number', 'int']);

/** Explains what a value was expected to be, and for a number out of bounds what to set. */
export function explainValue(issue: Issue, given: unknown): Mistake {
  const { path, message } = issue;
  const expected = expectedOf(issue);
  if (expected !== undefined) {
    const text = `${invalid(path, given)}: expected ${expected}`;
    const bound = boundOf(issue);
    return bound === undefined ? { text } : { text, help: `set it to ${bound}` };
  }
  // A message of the schema says what it expects, or names the value itself.
  return {
    text: message.startsWith('expected ')
      ? `${invalid(path, given)}: ${message}`
      : `${at(path)}: ${message}`,
  };
}
