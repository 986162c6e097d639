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

/** A question for the nearest known name, after a space; empty when none is near. */
export function askWhetherMeant(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known);
  return nearest === undefined ? '' : ` Did you mean "${nearest}"?`;
}

/** Lists the known names, and suggests the nearest. */
export function suggestName(name: string, known: readonly string[]): string {
  return `Known: ${known.join(', ')}.${askWhetherMeant(name, known)}`;
}

/** Advice for an unknown name: use the nearest, or one of the known names. Imperative, lower case. */
export function adviseName(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known);
  const all = known.join(', ');
  if (known.length === 1) return `use "${all}"`;
  return nearest === undefined ? `use one of ${all}` : `use "${nearest}" (known: ${all})`;
}
