import * as z from 'zod';
import { MethodSchema } from './method-schema.ts';
import { HeapUsageSchema, type HeapUsage } from '../quality/heap-usage.ts';
import type { MeasuredJson } from '../measured-number.ts';
import { MemoryProfileSchema, type MemoryProfile } from './memory-profile.ts';
import { PerformanceMetricsSchema, type PerformanceMetrics } from './performance-metrics.ts';
import { SamplingQualitySchema, type SamplingQuality } from '../quality/sampling-quality.ts';

/** Results of a collection: the contract's metrics, memory over time, and the quality of sampling. */
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

/** JSON form of {@link Metrics}. */
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
  /** Starts sampling. */
  startCollection(): void;
  /**
   * Waits, and returns the metrics of that time.
   * @param duration milliseconds
   */
  collectMetrics(duration: number): Promise<Metrics>;
  /** Ends sampling; collected data stay readable. */
  stopCollection(): void;
  getAverages(): CollectorAverages;
}

/** Checks the shape of a collector. */
export const MetricsCollectorSchema: z.ZodType = z.looseObject({
  startCollection: MethodSchema,
  collectMetrics: MethodSchema,
  stopCollection: MethodSchema,
  getAverages: MethodSchema,
});
