import * as z from 'zod';
import { MeasuredNumberSchema, type MeasuredJson } from '../spec/measured-number.ts';
import { LoadcellError } from '../spec/error/errors.ts';
import type { Measurement } from '../metric/measure/measurement.ts';
import { AGGREGATES, METRIC_UNITS, type Aggregate } from '../metric/metric.ts';

/** The reason of a verdict; all but `met` fail. */
export const CRITERION_REASONS = [
  'met',
  'missed',
  'not-measured',
  'inconclusive',
  'failed-requests',
] as const;

/** One of {@link CRITERION_REASONS}. */
export type CriterionReason = (typeof CRITERION_REASONS)[number];

/** The verdict on one success criterion in one phase. */
export interface CriterionVerdict {
  /** The criterion as written: `maxMemoryUsage`. */
  key: string;
  /** The stage at which it was judged; absent where it was judged over the phase. */
  stage?: string;
  /** Name of its metric: `memoryUsage`. */
  metric: string;
  aggregate: Aggregate;
  unit: Measurement['unit'];
  bound: 'at-most' | 'at-least';
  /** `NaN` when not measured. */
  value: number;
  threshold: number;
  status: 'pass' | 'fail';
  /** Distance to the threshold, in the unit of the metric; negative when missed, `NaN` without a value. */
  margin: number;
  reason: CriterionReason;
  /** The reason in words, with numbers. */
  text: string;
  /** Set where the value decided because the evidence was inconclusive: `acceptInconclusive`. */
  accepted?: true;
  /** Precision of the value; absent where it is compared as counted. */
  evidence?: {
    /** Number of requests. */
    requests: number;
    /** Of percentiles and shares: the effective number of independent values; `NaN` for averages. */
    effective: number;
    /** One-sided 95% bounds in the unit of the metric; `NaN` for a side without a bound. */
    low: number;
    high: number;
    /** Requests that would decide at the observed rate of misses; `NaN` where decided or undecidable. */
    neededRequests: number;
  };
}

/** A verdict as shown in reports: the contract has no status for an inconclusive criterion. */
export type ShownStatus = CriterionVerdict['status'] | 'inconclusive';

/** The verdict on a criterion as shown in reports. */
export function shownStatus({
  status,
  reason,
}: Pick<CriterionVerdict, 'status' | 'reason'>): ShownStatus {
  return reason === 'inconclusive' ? 'inconclusive' : status;
}

/** The verdict on a phase or a stage as shown in reports: inconclusive where only inconclusive criteria failed it. */
export function shownSuccess({
  success,
  criteria,
  errors = [],
}: {
  readonly success: boolean;
  readonly criteria: readonly Pick<CriterionVerdict, 'status' | 'reason'>[];
  readonly errors?: readonly Error[];
}): ShownStatus {
  if (success) return 'pass';
  const shown = criteria.map(shownStatus);
  const isOfCriteria = errors.every(
    (error) => error instanceof LoadcellError && error.code === 'CRITERION',
  );
  const isUndecided = isOfCriteria && shown.includes('inconclusive');
  return isUndecided && !shown.includes('fail') ? 'inconclusive' : 'fail';
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
  accepted: z.literal(true).exactOptional(),
  evidence: z
    .object({
      requests: z.int().nonnegative(),
      effective: MeasuredNumberSchema,
      low: MeasuredNumberSchema,
      high: MeasuredNumberSchema,
      neededRequests: MeasuredNumberSchema,
    })
    .exactOptional(),
});
