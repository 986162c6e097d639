import * as z from 'zod';
import { MeasuredNumberSchema, type MeasuredJson } from '../measured-number.ts';

/** What the sampler's budget of CPU did to its rate. */
export interface SamplingBudget {
  /** Share of a core that sampling may use (sampling.cpuBudget). */
  share: number;
  /** The budget that would have kept the rate at the cost of the costliest reads; 0 when the rate was kept. */
  neededShare: number;
  /** CPU time of all reads of a tick when they cost most, microseconds; 0 when the rate was kept. */
  costPerTickUs: number;
  /** Share of the time at a rate below the one requested, 0 to 1. */
  slowedRatio: number;
}

/** The sampler's account of itself: how far its numbers can be trusted. */
export interface SamplingQuality {
  /** Who took the samples: a native thread, or a timer of JavaScript, which stands still while JavaScript is busy. */
  source: 'native' | 'javascript';
  /** Why it was not the native thread; absent where it was. */
  sourceReason?: string;
  /** Rate asked for, per second. */
  requestedHz: number;
  /** Deadlines that were served, over the time of sampling, per second. */
  achievedHz: number;
  /** The lowest rate that the sampler went down to, to stay within its share of CPU. */
  lowestHz: number;
  /** How often it lowered its rate for that. */
  rateReductions: number;
  /** Processes that were found; their resident pages are added up, shared ones once for each. */
  processes: number;
  /** Samples taken: one for each process and tick. */
  sampleCount: number;
  /** Deadlines that were served. */
  tickCount: number;
  /** Ticks that fired later than half a period after their deadline; their samples are kept. */
  lateTicks: number;
  /** Deadlines that passed without a tick. */
  missedTicks: number;
  /** Samples that were taken but found the ring full; they still count in the peak. */
  droppedSamples: number;
  /** How late ticks fired, microseconds. */
  latenessUs: { p50: number; p99: number; max: number };
  /** CPU time of the sampling thread per sample, microseconds; of a timer, the time for which it kept its thread. */
  costPerSampleUs: number;
  /** The same over elapsed time, 1 is a whole core. */
  samplerCpuUtilization: number;
  /** Absent where no budget bounds the sampler. */
  budget?: SamplingBudget;
}

export const SamplingQualitySchema: z.ZodType<
  SamplingQuality,
  MeasuredJson<SamplingQuality>
> = z.object({
  source: z.enum(['native', 'javascript']),
  sourceReason: z.string().exactOptional(),
  requestedHz: MeasuredNumberSchema,
  achievedHz: MeasuredNumberSchema,
  lowestHz: MeasuredNumberSchema,
  rateReductions: MeasuredNumberSchema,
  processes: MeasuredNumberSchema,
  sampleCount: MeasuredNumberSchema,
  tickCount: MeasuredNumberSchema,
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
  budget: z
    .object({
      share: MeasuredNumberSchema,
      neededShare: MeasuredNumberSchema,
      costPerTickUs: MeasuredNumberSchema,
      slowedRatio: MeasuredNumberSchema,
    })
    .exactOptional(),
});
