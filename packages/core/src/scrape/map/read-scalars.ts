import type { Family, Labels } from '../exposition/exposition.ts';
import { QUANTITIES } from '../quantities.ts';
import type { SeriesReading } from '../server-reading.ts';
import { keptSeries } from './kept-series.ts';
import { quantumOf } from './quantum.ts';
import type { MapEntry, ServerMap } from './server-map.ts';

/** A value in the unit of its quantity, with its rounding error. */
interface Figure {
  readonly value: number;
  readonly quantum: number;
}

type FiguresByLabels = ReadonlyMap<
  string,
  { readonly labels: Readonly<Record<string, string>>; readonly figure: Figure }
>;

/** Reads the series of a gauge, counter or state. For a sum of families, a series must be in all of them. */
export function readScalars(
  map: ServerMap,
  entry: MapEntry,
  families: readonly Family[],
): readonly SeriesReading[] {
  const [first, ...others] = families.map((family) => figuresOf(map, entry, family));
  if (first === undefined) return [];
  const name = families.map((family) => family.name).join(' + ');
  return [...first].flatMap(([key, { labels, figure }]) => {
    const figures = [figure];
    for (const other of others) {
      const found = other.get(key);
      if (found === undefined) return [];
      figures.push(found.figure);
    }
    const { value, quantum } = added(figures);
    return [{ quantity: entry.quantity, labels, family: name, quantum, value }];
  });
}

function figuresOf(map: ServerMap, entry: MapEntry, family: Family): FiguresByLabels {
  const usable = valuesOf(entry, family).filter(
    ({ value }) =>
      Number.isFinite(value) &&
      !(map.isBlank?.(value) ?? false) &&
      !(entry.isOffAtZero === true && value === 0),
  );
  const scale = entry.scale ?? 1;
  const isAddedUp = QUANTITIES[entry.quantity].combine === 'sum';
  const figures = new Map<string, { labels: Readonly<Record<string, string>>; figure: Figure }>();
  for (const [key, { labels, series }] of keptSeries(map, entry, usable)) {
    const parts = series.map(({ value }) => ({
      value: value * scale,
      quantum: quantumOf(value, entry.quantity, map.significantDigits) * scale,
    }));
    figures.set(key, { labels, figure: isAddedUp ? added(parts) : largest(parts) });
  }
  return figures;
}

function valuesOf(
  { part }: MapEntry,
  family: Family,
): readonly { readonly labels: Labels; readonly value: number }[] {
  if (part === undefined) return [...family.scalars.values()];
  return [...family.distributions.values()].flatMap((series) => {
    const value = series[part];
    return value === undefined ? [] : [{ labels: series.labels, value }];
  });
}

function added(figures: readonly Figure[]): Figure {
  return {
    value: figures.reduce((sum, { value }) => sum + value, 0),
    quantum: figures.reduce((sum, { quantum }) => sum + quantum, 0),
  };
}

/** Ratios and states cannot be added: where only dropped labels differ, the largest value counts. */
function largest(figures: readonly Figure[]): Figure {
  return figures.reduce((most, figure) => (figure.value > most.value ? figure : most));
}
