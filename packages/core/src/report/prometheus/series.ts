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

/** One number of a series. Nothing that was not measured is a point. */
export interface Point {
  readonly attributes: Readonly<Partial<Record<Attribute, string>>>;
  /** In the unit of the series; `Infinity` stands for a request that never answered. */
  readonly value: number;
}

/** The units that series are told in: those of UCUM, as OpenTelemetry asks; empty for what is only yes or no. */
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

/** Numbers of one meaning, for the monitoring of others: named as OpenTelemetry names metrics. */
export interface Series {
  /** `loadcell.response_latency`. */
  readonly name: string;
  /** A counter only ever grows. */
  readonly kind: 'gauge' | 'counter';
  readonly unit: SeriesUnit;
  /** One sentence. */
  readonly description: string;
  readonly points: readonly Point[];
}

/** The points of values that were measured. */
export function measuredPoints(points: readonly Point[]): Point[] {
  return points.filter(({ value }) => !Number.isNaN(value));
}

/** `timeToFirstToken` as OpenTelemetry writes names: `time_to_first_token`. */
export function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
