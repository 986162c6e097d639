import * as z from 'zod';
import { at, explainValue, invalid, TYPES, valueAt } from './explain-value.ts';
import { explainUnknown } from '../spec/nearest-name.ts';
import { placed, type Mistake } from './mistake.ts';
import { helpForOldKey } from './old-keys.ts';

type Issue = z.core.$ZodIssue;

/** The schema behind defaults and optionals; of a union the object that was meant, since only objects have keys. */
function unwrap(schema: z.core.$ZodType, given: unknown): z.core.$ZodType {
  if (
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodExactOptional
  ) {
    return unwrap(schema.unwrap(), given);
  }
  if (schema instanceof z.ZodDiscriminatedUnion) {
    return memberNamed(schema, given) ?? schema;
  }
  if (schema instanceof z.ZodUnion) {
    const options = schema.options.map((option) => unwrap(option, given));
    return options.find((option) => option instanceof z.ZodObject) ?? schema;
  }
  return schema;
}

/** The names that a member of a union has under its discriminator. */
function namesOf(member: z.core.$ZodType, key: string): unknown[] {
  const schema = member instanceof z.ZodObject ? member.shape[key] : undefined;
  return schema instanceof z.ZodLiteral ? [...schema.values] : [];
}

/** The member of a union that the discriminator of the given value names. */
function memberNamed(
  { options, def: { discriminator } }: z.ZodDiscriminatedUnion,
  given: unknown,
): z.core.$ZodType | undefined {
  const name = valueAt(given, [discriminator]);
  return options.find((member) => namesOf(member, discriminator).includes(name));
}

/** The schema at a path; undefined where none is known. */
function schemaAt(
  root: z.core.$ZodType,
  path: readonly PropertyKey[],
  input: unknown,
): z.core.$ZodType | undefined {
  let schema = unwrap(root, input);
  for (const [index, step] of path.entries()) {
    const given = valueAt(input, path.slice(0, index + 1));
    if (schema instanceof z.ZodArray) {
      schema = unwrap(schema.element, given);
    } else if (schema instanceof z.ZodObject) {
      const next = schema.shape[String(step)];
      if (next === undefined) return undefined;
      schema = unwrap(next, given);
    } else {
      return undefined;
    }
  }
  return schema;
}

/** The keys of the object schema at a path; none where there is no object. */
function knownKeys(root: z.core.$ZodType, path: readonly PropertyKey[], input: unknown): string[] {
  const schema = schemaAt(root, path, input);
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

/** An unknown key. For a renamed one the help names its successor. */
function unknownKey(
  root: z.core.$ZodType,
  path: readonly PropertyKey[],
  { key, input }: { readonly key: string; readonly input: unknown },
): Mistake {
  const help = helpForOldKey(path, key);
  const known = knownKeys(root, path, input);
  return placed(
    at(path),
    help === undefined ? explainUnknown('key', key, known) : { text: `unknown key "${key}"`, help },
  );
}

/** A discriminator, such as the kind of a stage, that is missing or unknown. */
function unknownMember(
  root: z.core.$ZodType,
  path: readonly PropertyKey[],
  input: unknown,
): Mistake | undefined {
  const schema = schemaAt(root, path.slice(0, -1), input);
  if (!(schema instanceof z.ZodDiscriminatedUnion)) return undefined;
  const { discriminator } = schema.def;
  const names = schema.options.flatMap((member) => namesOf(member, discriminator).map(String));
  const name = valueAt(input, path);
  if (typeof name === 'string') return placed(at(path), explainUnknown(discriminator, name, names));
  return {
    text: `${invalid(path, name)}: expected one of ${names.join(', ')}`,
    help: `set it, as in { ${discriminator}: "${names[0] ?? ''}" }`,
  };
}

/** @param object that is accepted instead of a name */
function unknownValue(
  { path, given }: { readonly path: readonly PropertyKey[]; readonly given: unknown },
  known: readonly unknown[],
  object?: z.core.$ZodType,
): Mistake {
  const keys = object instanceof z.ZodObject ? Object.keys(object.shape) : [];
  const names = known.map(String);
  const or = keys.length === 0 ? '' : `, or { ${keys.join(', ')} }`;
  if (typeof given !== 'string') {
    return { text: `${invalid(path, given)}: expected one of ${names.join(', ')}${or}` };
  }
  const { text, help } = explainUnknown(at(path), given, names);
  return help === undefined ? { text } : { text, help: `${help}${or}` };
}

/** Whether the given value is of another type. */
function isOfOtherType(issues: readonly Issue[]): boolean {
  return issues.some(({ code, path }) => code === 'invalid_type' && path.length === 0);
}

/** The issues of the only member that has the type of the given value, with their paths; undefined without one. */
function choiceMeant({ errors, path }: z.core.$ZodIssueInvalidUnion): Issue[] | undefined {
  const [meant, ...others] = errors.filter((choice) => !isOfOtherType(choice));
  if (meant === undefined || others.length > 0) return undefined;
  return meant.map((issue) => ({ ...issue, path: [...path, ...issue.path] }));
}

/** Explains what a union accepts: names, where a name was given, and the keys of an object. */
function explainUnion(
  issue: z.core.$ZodIssueInvalidUnion,
  root: z.core.$ZodType,
  input: unknown,
): Mistake {
  const { path } = issue;
  const given = valueAt(input, path);
  const inner = issue.errors.flat();
  const types = inner.map((one) => (one.code === 'invalid_type' ? TYPES[one.expected] : undefined));
  if (issue.errors.every(isOfOtherType) && types.every((type) => type !== undefined)) {
    const expected = [...new Set(types)].join(', or ');
    return { text: `${invalid(path, given)}: expected ${expected}` };
  }
  const names = inner.flatMap((one) => (one.code === 'invalid_value' ? one.values : []));
  if (typeof given === 'string' && names.length > 0) {
    return unknownValue({ path, given }, names, schemaAt(root, path, input));
  }
  const others = inner.map((one) =>
    one.path.length === 0 ? one.message : `${at(one.path)}: ${one.message}`,
  );
  return { text: `${at(path)}: ${[...new Set(others)].join(', or ')}` };
}

/** Explains each issue: where it is, what was expected, and what was probably meant. */
export function explainIssues(
  issues: readonly Issue[],
  root: z.core.$ZodType,
  input: unknown,
): Mistake[] {
  return issues.flatMap((issue): Mistake[] => {
    const { path } = issue;
    const given = valueAt(input, path);
    switch (issue.code) {
      case 'unrecognized_keys':
        return issue.keys.map((key) => unknownKey(root, path, { key, input }));
      case 'invalid_value':
        return [unknownValue({ path, given }, issue.values, schemaAt(root, path, input))];
      case 'invalid_union': {
        const member = unknownMember(root, path, input);
        if (member !== undefined) return [member];
        const meant = choiceMeant(issue);
        if (meant !== undefined) return explainIssues(meant, root, input);
        return [explainUnion(issue, root, input)];
      }
      default:
        return [explainValue(issue, given)];
    }
  });
}
