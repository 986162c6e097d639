import { closest, distance } from 'fastest-levenshtein';

/** Letters from which on the beginning of a name is as good as a slip: `cross` for `cross-model`. */
const MIN_BEGINNING = 3;

/** The known name nearest to one that is not known, when it is near enough to be a slip. */
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

/** Asks whether the nearest known name was meant, after a space; empty when none is near. */
export function askWhetherMeant(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known);
  return nearest === undefined ? '' : ` Did you mean "${nearest}"?`;
}

/** Names what is not known, and the nearest name that is: `unknown stage "opne"; did you mean "open"?`. */
export function unknownName(what: string, name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known);
  return `unknown ${what} "${name}"${nearest === undefined ? '' : `; did you mean "${nearest}"?`}`;
}

/** Says what is known, and what was probably meant. */
export function suggestName(name: string, known: readonly string[]): string {
  return `Known: ${known.join(', ')}.${askWhetherMeant(name, known)}`;
}

/** What to do about a name that is not known: use the nearest, or one of those that are. Imperative, lower case. */
export function adviseName(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known);
  const all = known.join(', ');
  if (known.length === 1) return `use "${all}"`;
  return nearest === undefined ? `use one of ${all}` : `use "${nearest}" (known: ${all})`;
}
