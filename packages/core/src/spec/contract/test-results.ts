import * as z from 'zod';
import { ErrorSchema, type ErrorJson } from '../error/error-codec.ts';
import type { MeasuredJson } from '../measured-number.ts';
import { PerformanceMetricsSchema, type PerformanceMetrics } from './performance-metrics.ts';
import { TestConfigSchema, type TestConfig } from './test-config.ts';

/** The results of a run. */
export interface TestResults {
  /** ISO 8601, UTC. */
  timestamp: string;
  config: TestConfig;
  phases: {
    name: string;
    metrics: PerformanceMetrics;
    success: boolean;
    errors?: Error[];
  }[];
  summary: {
    /** Milliseconds. */
    totalDuration: number;
    overallSuccess: boolean;
    failedPhases: string[];
  };
}

/** The JSON form of {@link TestResults}. */
export interface TestResultsJson extends Omit<TestResults, 'phases'> {
  phases: {
    name: string;
    metrics: MeasuredJson<PerformanceMetrics>;
    success: boolean;
    errors?: ErrorJson[];
  }[];
}

/** JSON form of {@link TestResults}. */
export const TestResultsSchema: z.ZodType<TestResults, TestResultsJson> = z.object({
  timestamp: z.iso.datetime(),
  config: TestConfigSchema,
  phases: z.array(
    z.object({
      name: z.string(),
      metrics: PerformanceMetricsSchema,
      success: z.boolean(),
      errors: z.array(ErrorSchema).exactOptional(),
    }),
  ),
  summary: z.object({
    totalDuration: z.number().nonnegative(),
    overallSuccess: z.boolean(),
    failedPhases: z.array(z.string()),
  }),
});
