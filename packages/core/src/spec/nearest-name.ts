import { closest, distance } from 'fastest-levenshtein';

/** Minimum length of a prefix that counts as near: `cross` for `cross-model`. */
const MIN_BEGINNING = 3;

/** The known name nearest to an unknown one, if near enough to be a typo. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const begun = known.filter((one) => one.toLowerCase().startsWith(name.toLowerCase()));
  if (begun.length === 1 && name.length >= MIN_BEGINNING) return begun[0];
  const best = closest(
    name.toLowerCase(),
    known.map((candidate) => candidate.toLowerCase()),
  );
  const found = known.find((candidate) => candidate.toLowerCase() === best);
  if (found === undefined) return undefined;
  const limit = Math.max(2, Math.ceil(Math.max(name.length, found.length) / 2));
  return distance(name.toLowerCase(), best) <= limit ? found : undefined;
}

/** The error for an unknown name, in two parts. */
export interface UnknownName {
  /** `unknown stage "opne"; did you mean "open"?`, or no question. */
  readonly text: string;
  /** What to use: imperative, lower case, no period. Absent where no name is known. */
  readonly help?: string;
}

/**
 * Explains that a name is unknown.
 * @param what the name stands for, such as `stage`
 * @param meant the name that was meant, when it is known for sure
 */
export function explainUnknown(
  what: string,
  name: string,
  known: readonly string[],
  meant: string | undefined = nearestName(name, known),
): UnknownName {
  const [only, ...others] = known;
  const text = `unknown ${what} "${name}"${meant === undefined ? '' : `; did you mean "${meant}"?`}`;
  if (only === undefined) return { text };
  return { text, help: others.length === 0 ? `use "${only}"` : `use one of ${known.join(', ')}` };
}
