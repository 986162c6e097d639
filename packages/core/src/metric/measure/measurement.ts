import * as z from 'zod';
import { MeasuredNumberSchema, type MeasuredJson } from '../../spec/measured-number.ts';
import { METRIC_UNITS, type MetricDefinition, type PercentileBounds } from '../metric.ts';

/**
 * The measurement of a metric in one phase or stage: every aggregate of its values, in its unit. `NaN` where it was not measured.
 * A percentile or maximum is `Infinity` when it falls on a request that failed; JSON has no such number and holds `null`,
 * with `failed` above 0.
 */
export interface Measurement {
  unit: MetricDefinition['unit'];
  better: MetricDefinition['better'];
  /** Number of values: requests, samples, switches… */
  count: number;
  /** Number of values that are failed requests, which count as infinite. */
  failed: number;
  /** Average of the finite values; weighted by time for samples over time. */
  avg: number;
  min: number;
  max: number;
  p50: number;
  p90: number;
  p95: number;
  p99: number;
  /** Sum of the finite values; `NaN` for samples over time, whose sum has no meaning. */
  total: number;
  /** Failed requests that all numbers above exclude; absent when there are none. */
  leftOut?: LeftOutMeasurement;
  /** 95% confidence interval of the average, where the metric comes with one. */
  interval?: { low: number; high: number };
  /** Bounds of percentiles of values that were counted in buckets. */
  bounds?: PercentileBounds;
  /** Why it was not measured. */
  reason?: string;
  /** Why the values do not represent the metric, so that no criterion on it passes. */
  unfit?: string;
  /** What the reader of the numbers must know. */
  note?: string;
}

/** Failed requests that the aggregates exclude, and percentiles that count them as infinite. */
export interface LeftOutMeasurement {
  /** How many there are. */
  requests: number;
  /**
   * In the unit of the metric, over the values and the excluded requests. `Infinity` where it falls on an excluded request,
   * `NaN` where a request has no rank among the values, as among inter-token latencies.
   */
  p50: number;
  p90: number;
  p95: number;
  p99: number;
}

/** The JSON form of {@link Measurement}. */
export type MeasurementJson = MeasuredJson<Measurement>;

/** JSON has no infinite number: a bucket without an upper edge has `null` there. */
const BoundlessSchema = z.codec(z.number().nullable(), z.union([z.number(), z.literal(Infinity)]), {
  decode: (json) => json ?? Infinity,
  encode: (value) => (Number.isFinite(value) ? value : null),
});

const BoundSchema = z.object({ low: z.number(), high: BoundlessSchema });

export const MeasurementSchema: z.ZodType<Measurement, MeasurementJson> = z.object({
  unit: z.enum(METRIC_UNITS),
  better: z.enum(['lower', 'higher', 'neither']),
  count: z.int().nonnegative(),
  failed: z.int().nonnegative(),
  avg: MeasuredNumberSchema,
  min: MeasuredNumberSchema,
  max: MeasuredNumberSchema,
  p50: MeasuredNumberSchema,
  p90: MeasuredNumberSchema,
  p95: MeasuredNumberSchema,
  p99: MeasuredNumberSchema,
  total: MeasuredNumberSchema,
  leftOut: z
    .object({
      requests: z.int().positive(),
      p50: MeasuredNumberSchema,
      p90: MeasuredNumberSchema,
      p95: MeasuredNumberSchema,
      p99: MeasuredNumberSchema,
    })
    .exactOptional(),
  interval: z.object({ low: MeasuredNumberSchema, high: MeasuredNumberSchema }).exactOptional(),
  bounds: z
    .object({
      max: BoundSchema.exactOptional(),
      p50: BoundSchema.exactOptional(),
      p90: BoundSchema.exactOptional(),
      p95: BoundSchema.exactOptional(),
      p99: BoundSchema.exactOptional(),
    })
    .exactOptional(),
  reason: z.string().exactOptional(),
  unfit: z.string().exactOptional(),
  note: z.string().exactOptional(),
});
