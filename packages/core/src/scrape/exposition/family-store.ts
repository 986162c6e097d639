import type { DistributionSeries, Family, Labels } from './exposition.ts';
import type { Place } from './family-names.ts';
import { parseNumber } from './parse-number.ts';
import type { Sample } from './scan-sample.ts';

/** Collects samples by family and series. The last of duplicate series counts. */
export class FamilyStore {
  readonly #families = new Map<string, Family>();

  get families(): ReadonlyMap<string, Family> {
    return this.#families;
  }

  drop(base: string): void {
    this.#families.delete(base);
  }

  /** Adds a sample. @returns false when it lacks what its part needs */
  add(place: Place, { labels, value }: Sample): boolean {
    const family = this.#familyOf(place);
    switch (place.part) {
      case 'value': {
        putSeries(family, family.scalars, { labels, value });
        return true;
      }
      case 'created': {
        putSeries(family, family.created, { labels, value });
        return true;
      }
      case 'bucket': {
        const edge = parseNumber(labels.get('le') ?? '');
        if (edge === undefined || Number.isNaN(edge)) return false;
        const { buckets } = distributionOf(family, labels);
        if (buckets.has(edge)) family.duplicates.add(keyOf(labels));
        buckets.set(edge, value);
        return true;
      }
      case 'sum':
      case 'count': {
        const series = distributionOf(family, labels);
        if (series[place.part] !== undefined) family.duplicates.add(keyOf(labels));
        series[place.part] = value;
        return true;
      }
    }
  }

  #familyOf({ base, part, family: name }: Place): Family {
    const known = this.#families.get(base);
    if (known !== undefined) {
      // A creation time may come first, and its name does not show that of the family.
      if (part !== 'created') known.name = name;
      return known;
    }
    const family: Family = {
      name,
      scalars: new Map(),
      distributions: new Map(),
      created: new Map(),
      duplicates: new Set(),
    };
    this.#families.set(base, family);
    return family;
  }
}

function putSeries<Series extends { readonly labels: Labels }>(
  family: Family,
  all: Map<string, Series>,
  series: Series,
): void {
  const key = keyOf(series.labels);
  if (all.has(key)) family.duplicates.add(key);
  all.set(key, series);
}

function distributionOf(family: Family, labels: Labels): DistributionSeries {
  const key = keyOf(labels);
  const known = family.distributions.get(key);
  if (known !== undefined) return known;
  const own = new Map([...labels].filter(([label]) => label !== 'le'));
  const series: DistributionSeries = { labels: own, buckets: new Map() };
  family.distributions.set(key, series);
  return series;
}

/** A key of labels in any order. The edge of a bucket is not a label of the series. */
function keyOf(labels: Labels): string {
  const parts: string[] = [];
  for (const [label, value] of labels) {
    if (label !== 'le') parts.push(JSON.stringify([label, value]));
  }
  return parts.toSorted().join('');
}
