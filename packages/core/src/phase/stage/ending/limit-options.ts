import * as z from 'zod';
import { DurationMsSchema } from '../../../spec/quantity.ts';

/** Keys of every stage that set when it ends itself. */
export const limitKeys = {
  maxErrorRate: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe(
      'failed share of the last 100 requests that ends the stage; 0 at the first failure, 1 never',
    ),
  maxOutage: DurationMsSchema.prefault('30s').describe(
    'time that the server may be unreachable before the stage and its phase end',
  ),
};

/** Key of the stages with a schedule of single requests. */
export const saturationKey = {
  stopOverSaturated: z
    .boolean()
    .default(false)
    .describe('end the stage when requests in flight and TTFT rise together'),
};

const LimitsSchema = z.strictObject({ ...limitKeys, ...saturationKey });

/** When a stage ends itself: a share of 0 to 1, and milliseconds. */
export interface Limits {
  readonly maxErrorRate: number;
  readonly maxOutageMs: number;
  readonly stopOverSaturated: boolean;
}

/** The limits among the keys of a stage. */
export function limitsOf({
  maxErrorRate,
  maxOutage: maxOutageMs,
  stopOverSaturated = false,
}: Omit<z.output<typeof LimitsSchema>, 'stopOverSaturated'> & {
  /** Absent of a stage without a schedule of single requests. */
  readonly stopOverSaturated?: boolean;
}): Limits {
  return { maxErrorRate, maxOutageMs, stopOverSaturated };
}

/** The limits of a stage that has no configuration. */
export function defaultLimits(): Limits {
  return limitsOf(LimitsSchema.parse({}));
}
