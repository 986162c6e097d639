import type { MetricReading } from '../metric.ts';

/** Optional parts of a reading. */
type ReadingExtras = Omit<Extract<MetricReading, { kind: 'values' }>, 'kind' | 'values'>;

/** A reading without values. */
export function unmeasured(reason: string): MetricReading {
  return { kind: 'unmeasured', reason };
}

/** A reading of the values, which it keeps when they are doubles; unmeasured for the reason when there are none. */
export function readingOf(
  values: ArrayLike<number>,
  reasonWhenNone: string,
  extras: ReadingExtras = {},
): MetricReading {
  if (values.length === 0) return unmeasured(reasonWhenNone);
  const kept = values instanceof Float64Array ? values : Float64Array.from(values);
  return { kind: 'values', values: kept, ...extras };
}

/** A reading of one number; unmeasured for the reason when it is `NaN`. */
export function readingOfOne(
  value: number,
  reasonWhenNaN: string,
  extras: ReadingExtras = {},
): MetricReading {
  return readingOf(Number.isNaN(value) ? [] : [value], reasonWhenNaN, extras);
}

/** Joins remarks into a note, to spread into a reading; empty without any. */
export function noteOf(...remarks: (string | undefined)[]): { note?: string } {
  const stated = remarks.filter((remark) => remark !== undefined && remark !== '');
  return stated.length === 0 ? {} : { note: stated.join('; ') };
}
