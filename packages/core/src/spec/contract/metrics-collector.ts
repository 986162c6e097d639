import * as z from 'zod';
import { MethodSchema } from './method-schema.ts';
import { HeapUsageSchema, type HeapUsage } from '../quality/heap-usage.ts';
import type { MeasuredJson } from '../measured-number.ts';
import { MemoryProfileSchema, type MemoryProfile } from './memory-profile.ts';
import { PerformanceMetricsSchema, type PerformanceMetrics } from './performance-metrics.ts';
import { SamplingQualitySchema, type SamplingQuality } from '../quality/sampling-quality.ts';

/** What a collection measured: the contract's metrics, the memory over time, and the sampler's account of itself. */
export interface Metrics extends PerformanceMetrics {
  memoryProfile: MemoryProfile;
  sampling: SamplingQuality;
  /** The JavaScript heap; only where the collector's own process was sampled. */
  heap?: HeapUsage;
}

const PerformanceAndProfileSchema = z.object({
  memoryProfile: MemoryProfileSchema,
  sampling: SamplingQualitySchema,
  heap: HeapUsageSchema.exactOptional(),
});

export const MetricsSchema: z.ZodType<Metrics, MeasuredJson<Metrics>> = z.intersection(
  PerformanceMetricsSchema,
  PerformanceAndProfileSchema,
);

/** Averages since `startCollection()`: milliseconds, milliseconds, bytes. `NaN` where nothing was timed. */
export interface CollectorAverages {
  avgLoadTime: number;
  avgInferenceTime: number;
  avgMemoryUsage: number;
}

/** Collects metrics of a process; the class of the same name implements it. */
export interface MetricsCollectorContract {
  /** Begins to sample. */
  startCollection(): void;
  /**
   * Waits and returns what was measured meanwhile.
   * @param duration milliseconds
   */
  collectMetrics(duration: number): Promise<Metrics>;
  /** Ends sampling; what was collected stays readable. */
  stopCollection(): void;
  getAverages(): CollectorAverages;
}

/** Checks the shape of an object that claims to be a collector. */
export const MetricsCollectorSchema: z.ZodType = z.looseObject({
  startCollection: MethodSchema,
  collectMetrics: MethodSchema,
  stopCollection: MethodSchema,
  getAverages: MethodSchema,
});
