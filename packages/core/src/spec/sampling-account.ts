import * as z from 'zod';
import { MeasuredNumberSchema, type MeasuredJson } from './measured-number.ts';

/** The sampler's account of itself: how far its numbers can be trusted. */
export interface SamplingAccount {
  /** Rate asked for, per second. */
  requestedHz: number;
  /** Ticks on which a sample was taken, over the time of sampling, per second. */
  achievedHz: number;
  /** Samples taken. */
  sampleCount: number;
  /** Ticks that fired later than half a period after their deadline; their samples are kept. */
  lateTicks: number;
  /** Deadlines that passed without a tick. */
  missedTicks: number;
  /** Samples that were taken but found the ring full; they still count in the peak. */
  droppedSamples: number;
  /** How late ticks fired, microseconds. */
  latenessUs: { p50: number; p99: number; max: number };
  /** CPU time of the sampling thread per sample, microseconds. */
  costPerSampleUs: number;
  /** CPU time of the sampling thread over elapsed time, 1 is a whole core. */
  samplerCpuUtilization: number;
}

export const SamplingAccountSchema: z.ZodType<
  SamplingAccount,
  MeasuredJson<SamplingAccount>
> = z.object({
  requestedHz: MeasuredNumberSchema,
  achievedHz: MeasuredNumberSchema,
  sampleCount: MeasuredNumberSchema,
  lateTicks: MeasuredNumberSchema,
  missedTicks: MeasuredNumberSchema,
  droppedSamples: MeasuredNumberSchema,
  latenessUs: z.object({
    p50: MeasuredNumberSchema,
    p99: MeasuredNumberSchema,
    max: MeasuredNumberSchema,
  }),
  costPerSampleUs: MeasuredNumberSchema,
  samplerCpuUtilization: MeasuredNumberSchema,
});
