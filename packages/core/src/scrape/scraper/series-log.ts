import { QUANTITIES } from '../quantities.ts';
import type { SeriesReading, ServerReading } from '../server-reading.ts';

/** A value of one scrape: its column and series number; the timestamp is that of the scrape. */
export interface ScrapedValue {
  readonly column: string;
  readonly source: number;
  readonly value: number;
}

/** A series seen for the first time. */
export interface NewSeries {
  readonly series: number;
  readonly quantity: string;
  readonly quantityKind: 'gauge' | 'counter' | 'histogram' | 'state';
  readonly unit: string;
  readonly combine: 'sum' | 'max' | 'each';
  readonly family: string;
  readonly labels: Record<string, string>;
  readonly upperEdges?: number[];
}

/** Cumulative counts of the buckets of one histogram. */
export interface BucketCounts {
  readonly series: number;
  readonly counts: number[];
}

/** The recorded data of a scrape. */
export interface ScrapedRows {
  readonly values: readonly ScrapedValue[];
  readonly found: readonly NewSeries[];
  readonly buckets: readonly BucketCounts[];
}

/** Numbers the series of one endpoint in order of appearance. */
export class SeriesLog {
  readonly #numbers = new Map<string, number>();
  readonly #nextNumber: () => number;

  /** @param nextNumber returns a number for a new series, unique over all endpoints */
  constructor(nextNumber: () => number) {
    this.#nextNumber = nextNumber;
  }

  /** The values of a reading as rows; NaN values are dropped. */
  rowsOf(reading: ServerReading): ScrapedRows {
    const values: ScrapedValue[] = [];
    const found: NewSeries[] = [];
    const buckets: BucketCounts[] = [];
    for (const one of reading.series) {
      const { number: source, added } = this.#numberOf(one);
      if (added !== undefined) found.push(added);
      const add = (suffix: string, value: number | undefined): void => {
        if (value === undefined || Number.isNaN(value)) return;
        values.push({ column: `server.${one.quantity}${suffix}`, source, value });
      };
      add('', one.value);
      add('.sum', one.histogram?.sum);
      add('.count', one.histogram?.count);
      add('.createdSeconds', reading.createdSeconds.get(one.family));
      if (one.quantum > 0) add('.quantum', one.quantum);
      if (one.histogram !== undefined) {
        buckets.push({ series: source, counts: [...one.histogram.cumulativeCounts] });
      }
    }
    return { values, found, buckets };
  }

  #numberOf(one: SeriesReading): { readonly number: number; readonly added?: NewSeries } {
    const upperEdges = one.histogram?.upperEdges.filter((edge) => edge !== Infinity);
    // A histogram whose buckets changed is a new series: its counts are not comparable.
    const labels = Object.entries(one.labels).toSorted(([a], [b]) => (a < b ? -1 : 1));
    const key = JSON.stringify([one.quantity, one.family, labels, upperEdges]);
    const known = this.#numbers.get(key);
    if (known !== undefined) return { number: known };
    const series = this.#nextNumber();
    this.#numbers.set(key, series);
    const { kind: quantityKind, unit, combine } = QUANTITIES[one.quantity];
    const { quantity, family } = one;
    const described = { series, quantity, quantityKind, unit, combine, family };
    const split = { labels: { ...one.labels } };
    const edges = upperEdges === undefined ? {} : { upperEdges };
    return { number: series, added: { ...described, ...split, ...edges } };
  }
}
