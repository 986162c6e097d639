import * as z from 'zod';
import { MeasuredNumberSchema, type MeasuredJson } from '../spec/measured-number.ts';
import type { Measurement } from '../metric/measurement.ts';
import { AGGREGATES, METRIC_UNITS, type Aggregate } from '../metric/metric.ts';

/** Why a criterion was decided as it was; all but `met` fail. */
export const CRITERION_REASONS = [
  'met',
  'missed',
  'not-measured',
  'too-few-samples',
  'failed-requests',
] as const;

/** One of {@link CRITERION_REASONS}. */
export type CriterionReason = (typeof CRITERION_REASONS)[number];

/** How one success criterion was decided in one phase. */
export interface CriterionVerdict {
  /** The criterion as it was written: `maxMemoryUsage`. */
  key: string;
  /** The stage that it was judged at; absent where it was judged over the phase. */
  stage?: string;
  /** Name of its metric: `memoryUsage`. */
  metric: string;
  aggregate: Aggregate;
  unit: Measurement['unit'];
  bound: 'at-most' | 'at-least';
  /** `NaN` where it was not measured. */
  value: number;
  threshold: number;
  status: 'pass' | 'fail';
  /** Room left to the threshold, in the unit of the metric; negative when it was missed, `NaN` without a value. */
  margin: number;
  reason: CriterionReason;
  /** The reason in words, with how much. */
  text: string;
}

export const CriterionVerdictSchema: z.ZodType<
  CriterionVerdict,
  MeasuredJson<CriterionVerdict>
> = z.object({
  key: z.string(),
  stage: z.string().exactOptional(),
  metric: z.string(),
  aggregate: z.enum(AGGREGATES),
  unit: z.enum(METRIC_UNITS),
  bound: z.enum(['at-most', 'at-least']),
  value: MeasuredNumberSchema,
  threshold: MeasuredNumberSchema,
  status: z.enum(['pass', 'fail']),
  margin: MeasuredNumberSchema,
  reason: z.enum(CRITERION_REASONS),
  text: z.string(),
});
