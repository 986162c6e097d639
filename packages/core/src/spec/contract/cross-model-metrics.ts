import * as z from 'zod';
import {
  MeasuredNumberSchema,
  MeasuredRatioSchema,
  type MeasuredJson,
} from '../measured-number.ts';
import { MemoryProfileSchema, type MemoryProfile } from './memory-profile.ts';

/** Cost of model switches, and preservation of contexts. */
export interface CrossModelMetrics {
  /** Milliseconds, over every switch of the phase. */
  switchingLatency: {
    averageSwitchTime: number;
    maxSwitchTime: number;
    minSwitchTime: number;
  };
  contextPreservation: {
    /** Agreement of the greedy continuation before and after a switch, relative to a control, 0 to 1. */
    preservationRate: number;
    /** Tokens of the compared context. */
    contextSize: number;
  };
  memoryProfile: MemoryProfile;
}

/** JSON form of {@link CrossModelMetrics}. */
export const CrossModelMetricsSchema: z.ZodType<
  CrossModelMetrics,
  MeasuredJson<CrossModelMetrics>
> = z.object({
  switchingLatency: z.object({
    averageSwitchTime: MeasuredNumberSchema,
    maxSwitchTime: MeasuredNumberSchema,
    minSwitchTime: MeasuredNumberSchema,
  }),
  contextPreservation: z.object({
    preservationRate: MeasuredRatioSchema,
    contextSize: MeasuredNumberSchema,
  }),
  memoryProfile: MemoryProfileSchema,
});
