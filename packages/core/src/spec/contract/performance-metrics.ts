import * as z from 'zod';
import {
  MeasuredNumberSchema,
  MeasuredRatioSchema,
  type MeasuredJson,
} from '../measured-number.ts';

/** Metrics of a phase: bytes, milliseconds and ratios; `NaN` where not measured. */
export interface PerformanceMetrics {
  memoryUsage: {
    /** Median RSS of the target over the idle window, before a model is loaded, bytes. */
    baseline: number;
    /** Largest sample of the phase, bytes. */
    peak: number;
    /** Median over the cooldown window, after models and contexts are released, bytes. */
    afterRelease: number;
  };
  contextStats: {
    /** Time to load a fresh context, milliseconds. */
    loadTime: number;
    /** TTFT in context B directly after context A of the same model, milliseconds. */
    transitionTime: number;
    /** Share of an over-long prompt that the target dropped, 0 to 1. */
    compressionRatio: number;
  };
  modelMetrics: {
    /** Service time: from the send to the last token, milliseconds. */
    inferenceTime: number;
    /** End-to-end latency: from the scheduled start to the end, milliseconds. */
    responseLatency: number;
    /** Model switch time: from a request for model B, while A is loaded, to its first token, milliseconds. */
    contextSwitchTime: number;
  };
}

/** JSON form of {@link PerformanceMetrics}. */
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
