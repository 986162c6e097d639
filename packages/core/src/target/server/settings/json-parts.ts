import * as z from 'zod';
import type { AskedServer } from './settings-source.ts';

const RecordSchema = z.record(z.string(), z.unknown());

/** The fields of an object; none for any other value. */
export function fieldsOf(json: unknown): Readonly<Record<string, unknown>> {
  return RecordSchema.safeParse(json).data ?? {};
}

/** The objects of a list; none for any other value. */
export function objectsOf(json: unknown): Readonly<Record<string, unknown>>[] {
  if (!Array.isArray(json)) return [];
  return json.flatMap((item) => {
    const parsed = RecordSchema.safeParse(item);
    return parsed.success ? [parsed.data] : [];
  });
}

/** An object without the named fields. */
export function without(json: unknown, ...names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fieldsOf(json)).filter(([name]) => !names.includes(name)),
  );
}

/**
 * Picks the model under test from a list as `model`; if there are several, also the names of all as `models`.
 * @param nameField field of an entry with its name
 */
export function pickModel(
  entries: readonly Readonly<Record<string, unknown>>[],
  nameField: string,
  { model }: AskedServer,
): Record<string, unknown> {
  const [first] = entries;
  const main = entries.find((entry) => entry[nameField] === model) ?? first;
  const names = entries.flatMap((entry) => {
    const name = entry[nameField];
    return typeof name === 'string' ? [name] : [];
  });
  return {
    ...(main === undefined ? {} : { model: main }),
    ...(names.length > 1 ? { models: names.toSorted() } : {}),
  };
}
