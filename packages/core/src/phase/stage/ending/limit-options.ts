import * as z from 'zod';
import { DurationMsSchema } from '../../../spec/quantity.ts';

/** Share of the last requests that ends a stage where nothing else is set. */
const DEFAULT_MAX_ERROR_RATE = 0.5;

/** How long a server may be unreachable where nothing else is set, milliseconds. */
const DEFAULT_MAX_OUTAGE_MS = 30_000;

/** Keys of every stage that say when it ends itself. */
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

/** When a stage ends itself, as it is configured. */
export interface LimitSettings {
  readonly maxErrorRate?: number;
  readonly maxOutageMs?: number;
  readonly stopOverSaturated?: boolean;
}

/** When a stage ends itself, complete. */
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

/** Puts the defaults where nothing is set. */
export function completeLimits(settings: LimitSettings = {}): Limits {
  return {
    maxErrorRate: DEFAULT_MAX_ERROR_RATE,
    maxOutageMs: DEFAULT_MAX_OUTAGE_MS,
    stopOverSaturated: false,
    ...settings,
  };
}
