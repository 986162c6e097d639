import * as z from 'zod';

/** A phase of a run and its success criteria. */
export interface TestPhase {
  name: string;
  /** Duration in milliseconds. */
  duration: number;
  /** Names of the metrics to collect. */
  metrics: string[];
  /** Thresholds by criterion: `[max|min|avg|p50|p90|p95|p99|total]MetricName`, or a metric name alone. */
  successCriteria: {
    [key: string]: number;
  };
}

/** JSON form of {@link TestPhase}. */
export const TestPhaseSchema: z.ZodType<TestPhase, TestPhase> = z.object({
  name: z.string().min(1),
  duration: z.number().nonnegative(),
  metrics: z.array(z.string()),
  successCriteria: z.record(z.string(), z.number()),
});
