import * as z from 'zod';
import {
  MeasuredNumberSchema,
  MeasuredRatioSchema,
  type MeasuredJson,
} from '../spec/measured-number.ts';

/** Quantiles of a latency over the requests of a step, milliseconds. */
export interface StepLatency {
  p50: number;
  p95: number;
  p99: number;
}

/** What one level of a sweep came to. */
export interface LoadCurveStep {
  /** Requests per second, or requests under way at once. */
  level: number;
  /** Milliseconds since the phase began. */
  beganMs: number;
  durationMs: number;
  /** Requests that count: all but those that the run itself cancelled. */
  requests: number;
  /** Requests that were due, per second of the step. */
  offeredPerSecond: number;
  /** Requests that were answered within the step, per second of it. */
  achievedPerSecond: number;
  /** Those of them that kept every objective, per second. */
  goodputPerSecond: number;
  /** Share of the requests that kept every objective. */
  attainment: number;
  /**
   * By the name of each objective. A quantile is `Infinity` when it falls on a request that failed, where the time is one
   * that a user waits for; of `interTokenLatency` the longest gap of each request.
   */
  latencies: Record<string, StepLatency>;
  isMet: boolean;
}

/** How a host behaves as rate or concurrency rises: the curve of a sweep. */
export interface LoadCurve {
  variable: 'rate' | 'concurrency';
  /** Milliseconds by metric; every request should keep them. */
  objectives: Record<string, number>;
  /** Share of the requests of a level that had to. */
  neededAttainment: number;
  /** In the order in which they were tried. */
  steps: LoadCurveStep[];
  /** The highest level that met the objectives, below every one that did not; `NaN` when none did. */
  highestMet: number;
  /** The lowest level that did not; `NaN` when all did: the host may bear more than was tried. */
  lowestBroken: number;
}

const StepSchema: z.ZodType<LoadCurveStep, MeasuredJson<LoadCurveStep>> = z.object({
  level: MeasuredNumberSchema,
  beganMs: MeasuredNumberSchema,
  durationMs: MeasuredNumberSchema,
  requests: MeasuredNumberSchema,
  offeredPerSecond: MeasuredNumberSchema,
  achievedPerSecond: MeasuredNumberSchema,
  goodputPerSecond: MeasuredNumberSchema,
  attainment: MeasuredRatioSchema,
  latencies: z.record(
    z.string(),
    z.object({
      p50: MeasuredNumberSchema,
      p95: MeasuredNumberSchema,
      p99: MeasuredNumberSchema,
    }),
  ),
  isMet: z.boolean(),
});

/** Reads and writes a curve in results.json. */
export const LoadCurveSchema: z.ZodType<LoadCurve, MeasuredJson<LoadCurve>> = z.object({
  variable: z.enum(['rate', 'concurrency']),
  objectives: z.record(z.string(), MeasuredNumberSchema),
  neededAttainment: MeasuredNumberSchema,
  steps: z.array(StepSchema),
  highestMet: MeasuredNumberSchema,
  lowestBroken: MeasuredNumberSchema,
});
