import * as z from 'zod';
import { suggestName } from '../spec/nearest-name.ts';

type Issue = z.core.$ZodIssue;

/** The schema behind defaults, prefaults and optionals; of a choice the object, which alone has keys. */
function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  if (
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodExactOptional
  ) {
    return unwrap(schema.unwrap());
  }
  if (schema instanceof z.ZodUnion) {
    return schema.options.map(unwrap).find((option) => option instanceof z.ZodObject) ?? schema;
  }
  return schema;
}

/** The keys that an object schema takes at a path; none where there is no object. */
function knownKeys(root: z.core.$ZodType, path: readonly PropertyKey[]): string[] {
  let schema = unwrap(root);
  for (const step of path) {
    if (schema instanceof z.ZodArray) {
      schema = unwrap(schema.element);
    } else if (schema instanceof z.ZodObject) {
      const next = schema.shape[String(step)];
      if (next === undefined) return [];
      schema = unwrap(next);
    } else {
      return [];
    }
  }
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

function at(path: readonly PropertyKey[]): string {
  return path.length === 0 ? 'the configuration' : path.map(String).join('.');
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Reflect.get(value, step);
  }
  return value;
}

function unknownValue(given: unknown, known: readonly unknown[]): string {
  return `"${String(given)}" is not known. ${suggestName(String(given), known.map(String))}`;
}

/** Whether what was given is of another type altogether. */
function isOfOtherType(issues: readonly Issue[]): boolean {
  return issues.some(({ code, path }) => code === 'invalid_type' && path.length === 0);
}

/** What is wrong with the only choice that what was given has the type of, with its place; undefined without one such. */
function choiceMeant({ errors, path }: z.core.$ZodIssueInvalidUnion): Issue[] | undefined {
  const [meant, ...others] = errors.filter((choice) => !isOfOtherType(choice));
  if (meant === undefined || others.length > 0) return undefined;
  return meant.map((issue) => ({ ...issue, path: [...path, ...issue.path] }));
}

/** What would have been taken: the names that are known, where a name was given, and then what else. */
function explainUnion(issue: z.core.$ZodIssueInvalidUnion, given: unknown): string {
  const inner = issue.errors.flat();
  const types = inner.map((one) => (one.code === 'invalid_type' ? TYPES[one.expected] : undefined));
  if (issue.errors.every(isOfOtherType) && types.every((type) => type !== undefined)) {
    return `expected ${[...new Set(types)].join(', or ')}, and got ${shown(given)}.`;
  }
  const names = inner.flatMap((one) => (one.code === 'invalid_value' ? one.values : []));
  const isName = typeof given === 'string' && names.length > 0;
  const others = inner
    .filter((one) => !isName || one.code !== 'invalid_value')
    .map((one) => (one.path.length === 0 ? one.message : `${at(one.path)}: ${one.message}`));
  const rest = [...new Set(others)].join(', or ');
  if (!isName) return `${rest}.`;
  return `${unknownValue(given, names)}${rest === '' ? '' : ` Or else: ${rest}.`}`;
}

const TYPES: Readonly<Record<string, string>> = {
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

function shown(given: unknown): string {
  return given === undefined ? 'nothing' : JSON.stringify(given);
}

/** What was expected of a value and what it is; the schema's own words for what only the schema knows. */
function explainValue(issue: Issue, given: unknown): string {
  if (issue.code === 'invalid_type') {
    const expected = TYPES[issue.expected];
    if (expected === undefined) return issue.message;
    const units = issue.path.includes('successCriteria') && issue.expected === 'number';
    return `expected ${expected}${units ? THRESHOLD_UNITS : ''}, and got ${shown(given)}.`;
  }
  if (issue.code === 'too_small' && NUMBERS.has(issue.origin)) {
    const bound = issue.inclusive === true ? 'at least' : 'more than';
    return `expected ${bound} ${issue.minimum}, and got ${shown(given)}.`;
  }
  if (issue.code === 'too_big' && NUMBERS.has(issue.origin)) {
    const bound = issue.inclusive === true ? 'at most' : 'less than';
    return `expected ${bound} ${issue.maximum}, and got ${shown(given)}.`;
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

/** One line for each thing that is wrong: where it is, what was expected, and what was probably meant. */
export function explainIssues(
  issues: readonly Issue[],
  root: z.core.$ZodType,
  input: unknown,
): string[] {
  return issues.flatMap((issue) => {
    switch (issue.code) {
      case 'unrecognized_keys':
        return issue.keys.map(
          (key) =>
            `${at(issue.path)}: unknown key "${key}". ${suggestName(key, knownKeys(root, issue.path))}`,
        );
      case 'invalid_value':
        return [`${at(issue.path)}: ${unknownValue(valueAt(input, issue.path), issue.values)}`];
      case 'invalid_union': {
        const meant = choiceMeant(issue);
        if (meant !== undefined) return explainIssues(meant, root, input);
        return [`${at(issue.path)}: ${explainUnion(issue, valueAt(input, issue.path))}`];
      }
      default:
        return [`${at(issue.path)}: ${explainValue(issue, valueAt(input, issue.path))}`];
    }
  });
}
