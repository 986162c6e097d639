import { isRecord } from '../../spec/is-record.ts';

/** Where two values differ. */
export interface Difference {
  /** Such as `phaseOptions.load.stages`. */
  readonly path: string;
  readonly own: string;
  readonly other: string;
}

/** Longer values are cut, characters. */
const MOST_CHARACTERS = 60;

/** The first place at which two values from JSON differ; undefined where they are equal. */
export function firstDifference(
  own: unknown,
  other: unknown,
  path: string,
): Difference | undefined {
  if (Object.is(own, other)) return undefined;
  if (!isRecordOrList(own) || !isRecordOrList(other)) {
    return { path, own: shown(own), other: shown(other) };
  }
  const [mine, others] = [entriesOf(own), entriesOf(other)];
  for (const key of new Set([...mine.keys(), ...others.keys()])) {
    const found = firstDifference(mine.get(key), others.get(key), `${path}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isRecordOrList(value: unknown): value is object {
  return Array.isArray(value) || isRecord(value);
}

function entriesOf(value: object): ReadonlyMap<string, unknown> {
  return new Map(Object.entries(value));
}

function shown(value: unknown): string {
  // A value from JSON, so that only an absent one has no text.
  const text = value === undefined ? 'absent' : JSON.stringify(value);
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}
