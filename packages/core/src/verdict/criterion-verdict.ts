import * as z from 'zod';
import { MeasuredNumberSchema, type MeasuredJson } from '../spec/measured-number.ts';
import { LoadcellError } from '../spec/error/errors.ts';
import type { Measurement } from '../metric/measure/measurement.ts';
import { AGGREGATES, METRIC_UNITS, type Aggregate } from '../metric/metric.ts';

/** Why a criterion was decided as it was; all but `met` fail. */
export const CRITERION_REASONS = [
  'met',
  'missed',
  'not-measured',
  'inconclusive',
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
  /** Set where the value decided, since the evidence does not: `acceptInconclusive`. */
  accepted?: true;
  /** How sure the value is; absent where it is compared as counted. */
  evidence?: {
    /** Requests that it rests on. */
    requests: number;
    /** Of percentiles and shares: the number of independent values that would be as sure; `NaN` for averages. */
    effective: number;
    /** One-sided 95% bounds in the unit of the metric; `NaN` where a side has none. */
    low: number;
    high: number;
    /** Requests that would decide at the observed rate of misses; `NaN` where it is decided, or none would. */
    neededRequests: number;
  };
}

/** A verdict as reports show it: the contract has no status for an inconclusive criterion. */
export type ShownStatus = CriterionVerdict['status'] | 'inconclusive';

/** The verdict on a criterion as reports show it. */
export function shownStatus({
  status,
  reason,
}: Pick<CriterionVerdict, 'status' | 'reason'>): ShownStatus {
  return reason === 'inconclusive' ? 'inconclusive' : status;
}

/** The verdict on a phase or a stage as reports show it: inconclusive where inconclusive criteria alone failed it. */
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
