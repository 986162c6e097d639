/** Longest list in an error. */
const MOST = 3;

/** The first entries of a list, and how many more there are: an error has two lines. */
export function few(entries: readonly string[], separator: ', ' | '; ' = ', '): string {
  // One more entry is as short as its number.
  if (entries.length <= MOST + 1) return entries.join(separator);
  return [...entries.slice(0, MOST), `and ${entries.length - MOST} more`].join(separator);
}
