import * as z from 'zod';
import { DurationMsSchema } from '../../../spec/quantity.ts';

/** Failed share of the last requests that ends a stage by default. */
const DEFAULT_MAX_ERROR_RATE = 0.5;

/** Time that a server may be unreachable by default, milliseconds. */
const DEFAULT_MAX_OUTAGE_MS = 30_000;

/** Keys of every stage that set when it ends itself. */
export const limitKeys = {
  maxErrorRate: z
    .number()
    .min(0)
    .max(1)
    .exactOptional()
    .describe(
      'failed share of the last 100 requests that ends the stage; 0 at the first failure, 1 never (default: 0.5)',
    ),
  maxOutage: DurationMsSchema.exactOptional().describe(
    'time that the server may be unreachable before the stage ends (default: 30s)',
  ),
};

/** Key of the stages with a schedule of single requests. */
export const saturationKey = {
  stopOverSaturated: z
    .boolean()
    .exactOptional()
    .describe('end the stage when requests in flight and TTFT rise together (default: false)'),
};

/** When a stage ends itself, as configured: a share of 0 to 1, and milliseconds. */
export interface LimitSettings {
  readonly maxErrorRate?: number;
  readonly maxOutageMs?: number;
  readonly stopOverSaturated?: boolean;
}

/** The same with defaults. */
export type Limits = Required<LimitSettings>;

/** The limits among the keys of a stage. */
export function limitsOf(stage: {
  readonly maxErrorRate?: number;
  readonly maxOutage?: number;
  readonly stopOverSaturated?: boolean;
}): LimitSettings {
  const { maxErrorRate, maxOutage, stopOverSaturated } = stage;
  return {
    ...(maxErrorRate === undefined ? {} : { maxErrorRate }),
    ...(maxOutage === undefined ? {} : { maxOutageMs: maxOutage }),
    ...(stopOverSaturated === undefined ? {} : { stopOverSaturated }),
  };
}

/** Adds the defaults. */
export function completeLimits(settings: LimitSettings = {}): Limits {
  return {
    maxErrorRate: DEFAULT_MAX_ERROR_RATE,
    maxOutageMs: DEFAULT_MAX_OUTAGE_MS,
    stopOverSaturated: false,
    ...settings,
  };
}
