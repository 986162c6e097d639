import * as z from 'zod';
import {
  MeasuredNumberSchema,
  MeasuredRatioSchema,
  type MeasuredJson,
} from '../measured-number.ts';

/** What a phase measured. Bytes, milliseconds and ratios; `NaN` where a value could not be measured. */
export interface PerformanceMetrics {
  memoryUsage: {
    /** Median resident memory of the target over the idle window, before a model is loaded, bytes. */
    baseline: number;
    /** Largest sample of the phase, bytes. */
    peak: number;
    /** Median over the cooldown window, after models and contexts are released, bytes. */
    afterRelease: number;
  };
  contextStats: {
    /** Time to make a fresh context resident, milliseconds. */
    loadTime: number;
    /** Time to first token on context B directly after context A, same model, milliseconds. */
    transitionTime: number;
    /** Share of an over-long context that the engine did not keep, 0 to 1. */
    compressionRatio: number;
  };
  modelMetrics: {
    /** Service time: from sent to the last token, milliseconds. */
    inferenceTime: number;
    /** Response time: from intended to the end, milliseconds. */
    responseLatency: number;
    /** From the request for model B while A is resident until B's first token, milliseconds. */
    contextSwitchTime: number;
  };
}

export const PerformanceMetricsSchema: z.ZodType<
  PerformanceMetrics,
  MeasuredJson<PerformanceMetrics>
> = z.object({
  memoryUsage: z.object({
    baseline: MeasuredNumberSchema,
    peak: MeasuredNumberSchema,
    afterRelease: MeasuredNumberSchema,
  }),
  contextStats: z.object({
    loadTime: MeasuredNumberSchema,
    transitionTime: MeasuredNumberSchema,
    compressionRatio: MeasuredRatioSchema,
  }),
  modelMetrics: z.object({
    inferenceTime: MeasuredNumberSchema,
    responseLatency: MeasuredNumberSchema,
    contextSwitchTime: MeasuredNumberSchema,
  }),
});
