import * as z from 'zod';
import { at, explainValue, shown, TYPES, valueAt } from './explain-value.ts';
import { adviseName } from '../spec/nearest-name.ts';
import type { Mistake } from './mistake.ts';
import { helpForOldKey } from './old-keys.ts';

type Issue = z.core.$ZodIssue;

/** The schema behind defaults, prefaults and optionals; of a choice the object that was meant, which alone has keys. */
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

/** The names that a member of a choice has under its key. */
function namesOf(member: z.core.$ZodType, key: string): unknown[] {
  const schema = member instanceof z.ZodObject ? member.shape[key] : undefined;
  return schema instanceof z.ZodLiteral ? [...schema.values] : [];
}

/** The member of a choice by a key that what was given has the name of. */
function memberNamed(
  { options, def: { discriminator } }: z.ZodDiscriminatedUnion,
  given: unknown,
): z.core.$ZodType | undefined {
  const name = valueAt(given, [discriminator]);
  return options.find((member) => namesOf(member, discriminator).includes(name));
}

/** The schema of what stands at a path; undefined where none is known. */
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

/** The keys that an object schema takes at a path; none where there is no object. */
function knownKeys(root: z.core.$ZodType, path: readonly PropertyKey[], input: unknown): string[] {
  const schema = schemaAt(root, path, input);
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

/** A key that is not known: one that there once was has its successor named. */
function unknownKey(
  root: z.core.$ZodType,
  path: readonly PropertyKey[],
  { key, input }: { readonly key: string; readonly input: unknown },
): Mistake {
  return {
    text: `${at(path)}: unknown key "${key}".`,
    help: helpForOldKey(path, key) ?? adviseName(key, knownKeys(root, path, input)),
  };
}

/** A choice by a key, such as the kind of a stage, of which none was made, or one that there is not. */
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
  if (name !== undefined) {
    return {
      text: `${at(path)}: unknown ${discriminator} ${shown(name)}.`,
      help: adviseName(shown(name).replaceAll('"', ''), names),
    };
  }
  return {
    text: `${at(path)}: expected one of ${names.join(', ')}, and got nothing.`,
    help: `set it, as in { ${discriminator}: "${names[0] ?? ''}" }`,
  };
}

/** @param object that would be taken in place of a name */
function unknownValue(
  { path, given }: { readonly path: readonly PropertyKey[]; readonly given: unknown },
  known: readonly unknown[],
  object?: z.core.$ZodType,
): Mistake {
  const keys = object instanceof z.ZodObject ? Object.keys(object.shape) : [];
  const advice = adviseName(String(given), known.map(String));
  return {
    text: `${at(path)}: "${String(given)}" is not known.`,
    help: keys.length === 0 ? advice : `${advice}, or { ${keys.join(', ')} }`,
  };
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

/** What would have been taken: the names that are known, where a name was given, and the keys of an object. */
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
    return { text: `${at(path)}: expected ${expected}, and got ${shown(given)}.` };
  }
  const names = inner.flatMap((one) => (one.code === 'invalid_value' ? one.values : []));
  if (typeof given === 'string' && names.length > 0) {
    return unknownValue({ path, given }, names, schemaAt(root, path, input));
  }
  const others = inner.map((one) =>
    one.path.length === 0 ? one.message : `${at(one.path)}: ${one.message}`,
  );
  return { text: `${at(path)}: ${[...new Set(others)].join(', or ')}.` };
}

/** Each thing that is wrong: where it is, what was expected, and what was probably meant. */
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
