import type { MetricReading } from '../metric.ts';

/** What a reading may carry beside its values. */
type ReadingExtras = Omit<Extract<MetricReading, { kind: 'values' }>, 'kind' | 'values'>;

/** A reading without values. */
export function unmeasured(reason: string): MetricReading {
  return { kind: 'unmeasured', reason };
}

/** A reading of the values, which it keeps when they are doubles, or unmeasured for the reason when there are none. */
export function readingOf(
  values: ArrayLike<number>,
  reasonWhenNone: string,
  extras: ReadingExtras = {},
): MetricReading {
  if (values.length === 0) return unmeasured(reasonWhenNone);
  const kept = values instanceof Float64Array ? values : Float64Array.from(values);
  return { kind: 'values', values: kept, ...extras };
}

/** A reading of one number, or unmeasured for the reason when it is `NaN`. */
export function readingOfOne(
  value: number,
  reasonWhenNaN: string,
  extras: ReadingExtras = {},
): MetricReading {
  return readingOf(Number.isNaN(value) ? [] : [value], reasonWhenNaN, extras);
}

/** Joins the remarks there are; nothing when there are none, so that it can be spread into a reading. */
export function noteOf(...remarks: (string | undefined)[]): { note?: string } {
  const said = remarks.filter((remark) => remark !== undefined && remark !== '');
  return said.length === 0 ? {} : { note: said.join('; ') };
}
