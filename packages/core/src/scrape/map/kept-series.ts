import type { Labels } from '../exposition/exposition.ts';
import type { LabelFilter, MapEntry, ServerMap } from './server-map.ts';

/** Series of a family for a quantity, by the labels that are kept; several where only other labels differ. */
export type KeptSeries<Series> = ReadonlyMap<
  string,
  { readonly labels: Readonly<Record<string, string>>; readonly series: readonly Series[] }
>;

/** Picks the series of an entry, and groups them by the labels that split it. */
export function keptSeries<Series extends { readonly labels: Labels }>(
  map: ServerMap,
  entry: MapEntry,
  all: Iterable<Series>,
): KeptSeries<Series> {
  const passing = [...all].filter(
    ({ labels }) => passes(labels, map.only) && passes(labels, entry.only),
  );
  const kept = [...map.labels, ...(entry.splitBy ?? [])];
  const groups = new Map<string, { labels: Record<string, string>; series: Series[] }>();
  for (const series of lowestRanks(passing, map.repeatingRanks ?? [])) {
    const own = kept.flatMap((label): [string, string][] => {
      const value = series.labels.get(label);
      return value === undefined ? [] : [[label, value]];
    });
    const key = JSON.stringify(own);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { labels: Object.fromEntries(own), series: [series] });
    else group.series.push(series);
  }
  return groups;
}

function passes(labels: Labels, filter: LabelFilter = {}): boolean {
  return Object.entries(filter).every(([label, values]) =>
    values.includes(labels.get(label) ?? ''),
  );
}

/** Keeps the lowest rank of series that differ only in rank: the others repeat its values. */
function lowestRanks<Series extends { readonly labels: Labels }>(
  all: readonly Series[],
  ranks: readonly string[],
): readonly Series[] {
  if (ranks.length === 0) return all;
  const lowest = new Map<string, Series>();
  for (const series of all) {
    const others = [...series.labels].filter(([label]) => !ranks.includes(label));
    const key = JSON.stringify(others.toSorted(([one], [other]) => (one < other ? -1 : 1)));
    const known = lowest.get(key);
    if (known === undefined || isLower(series.labels, known.labels, ranks)) lowest.set(key, series);
  }
  return [...lowest.values()];
}

function isLower(one: Labels, other: Labels, ranks: readonly string[]): boolean {
  for (const rank of ranks) {
    const difference = Number(one.get(rank) ?? 0) - Number(other.get(rank) ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
