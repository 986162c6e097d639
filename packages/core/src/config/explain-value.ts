import type * as z from 'zod';
import type { Mistake } from './mistake.ts';

type Issue = z.core.$ZodIssue;

/** Where something is, in words. */
export function at(path: readonly PropertyKey[]): string {
  return path.length === 0 ? 'the configuration' : path.map(String).join('.');
}

/** What stands at a path; undefined for nothing. */
export function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Reflect.get(value, step);
  }
  return value;
}

/** Types as they are called. */
export const TYPES: Readonly<Record<string, string>> = {
  int: 'a whole number',
  number: 'a number',
  string: 'text',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object of keys and values',
  record: 'an object of keys and values',
};

/** Thresholds have no units of their own: the metric has. */
const THRESHOLD_UNITS = ' of bytes, milliseconds, a second, or 0 to 1, as the metric has it';

/** What was given, as it is written. */
export function shown(given: unknown): string {
  return given === undefined ? 'nothing' : JSON.stringify(given);
}

/** A number out of its bounds; undefined for any other issue. */
function outOfBounds(issue: Issue, given: unknown): Mistake | undefined {
  if (issue.code !== 'too_small' && issue.code !== 'too_big') return undefined;
  if (!NUMBERS.has(issue.origin)) return undefined;
  const isLeast = issue.code === 'too_small';
  const limit = isLeast ? issue.minimum : issue.maximum;
  const strictly = isLeast ? 'more than' : 'less than';
  const bound = isLeast ? 'at least' : 'at most';
  const isTaken = issue.inclusive === true;
  return {
    text: `${at(issue.path)}: expected ${isTaken ? bound : strictly} ${limit}, and got ${shown(given)}.`,
    help: `set it to ${isTaken ? bound : strictly} ${limit}`,
  };
}

/** What was expected of a value and what it is; the schema's own words for what only the schema knows. */
function expectedOf(issue: Issue, given: unknown): string {
  if (issue.code === 'invalid_type') {
    const expected = TYPES[issue.expected];
    if (expected === undefined) return issue.message;
    const units = issue.path.includes('successCriteria') && issue.expected === 'number';
    return `expected ${expected}${units ? THRESHOLD_UNITS : ''}, and got ${shown(given)}.`;
  }
  if (issue.code === 'too_small' && issue.origin === 'array') {
    return `expected at least ${entries(issue.minimum)}, and got ${shown(given)}.`;
  }
  if (issue.code === 'too_big' && issue.origin === 'array') {
    return `expected at most ${entries(issue.maximum)}, and got more.`;
  }
  if (issue.code === 'too_small' && issue.origin === 'string') {
    return `expected text, and got ${shown(given)}.`;
  }
  return issue.message;
}

function entries(count: number | bigint): string {
  return `${count} ${Number(count) === 1 ? 'entry' : 'entries'}`;
}

const NUMBERS: ReadonlySet<string> = new Set(['number', 'int']);

/** What was expected of a value, what it is, and for a number out of its bounds what to set. */
export function explainValue(issue: Issue, given: unknown): Mistake {
  const text = `${at(issue.path)}: ${expectedOf(issue, given)}`;
  return outOfBounds(issue, given) ?? { text };
}
