import * as z from 'zod';
import type { AskedServer } from './settings-source.ts';

const RecordSchema = z.record(z.string(), z.unknown());

/** The fields of an object; none of anything else. */
export function fieldsOf(json: unknown): Readonly<Record<string, unknown>> {
  return RecordSchema.safeParse(json).data ?? {};
}

/** The objects of a list; none of anything else. */
export function objectsOf(json: unknown): Readonly<Record<string, unknown>>[] {
  if (!Array.isArray(json)) return [];
  return json.flatMap((item) => {
    const parsed = RecordSchema.safeParse(item);
    return parsed.success ? [parsed.data] : [];
  });
}

/** An object without some of its fields. */
export function without(json: unknown, ...names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fieldsOf(json)).filter(([name]) => !names.includes(name)),
  );
}

/**
 * Of a list of models the one that is measured, as `model`, and the names of all where there are more, as `models`.
 * @param nameField of an entry
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
