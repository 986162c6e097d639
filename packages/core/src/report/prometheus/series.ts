/** The labels that a point may have. */
export const ATTRIBUTES = [
  'phase',
  'stage',
  'model',
  'aggregate',
  'metric',
  'criterion',
  'outcome',
  'version',
  'target',
] as const;

/** One of {@link ATTRIBUTES}. */
export type Attribute = (typeof ATTRIBUTES)[number];

/** One value of a series. A value that was not measured has no point. */
export interface Point {
  readonly attributes: Readonly<Partial<Record<Attribute, string>>>;
  /** In the unit of the series; `Infinity` means a failed request. */
  readonly value: number;
}

/** Units of series: UCUM codes, as OpenTelemetry requires; empty for a value that is only 0 or 1. */
export const SERIES_UNITS = [
  'By',
  's',
  '1',
  '1/s',
  'Hz',
  'W',
  'Cel',
  'J',
  '{request}',
  '{token}',
  '{count}',
  '',
] as const;

/** One of {@link SERIES_UNITS}. */
export type SeriesUnit = (typeof SERIES_UNITS)[number];

/** A metric for external monitoring systems, named by OpenTelemetry conventions. */
export interface Series {
  /** `loadcell.response_latency`. */
  readonly name: string;
  /** A counter never decreases. */
  readonly kind: 'gauge' | 'counter';
  readonly unit: SeriesUnit;
  /** One sentence. */
  readonly description: string;
  readonly points: readonly Point[];
}

/** The points whose values were measured. */
export function measuredPoints(points: readonly Point[]): Point[] {
  return points.filter(({ value }) => !Number.isNaN(value));
}

/** The OpenTelemetry spelling of `timeToFirstToken`: `time_to_first_token`. */
export function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
