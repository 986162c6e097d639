import * as z from 'zod';
import { MeasuredNumberSchema, type MeasuredJson } from '../measured-number.ts';

/** Effect of the CPU budget of the sampler on its rate. */
export interface SamplingBudget {
  /** Share of a core that sampling may use (sampling.cpuBudget). */
  share: number;
  /** The budget needed to keep the rate with the costliest reads; 0 when the rate was kept. */
  neededShare: number;
  /** CPU time of the costliest reads of a tick, microseconds; 0 when the rate was kept. */
  costPerTickUs: number;
  /** Share of the time at a rate below the one requested, 0 to 1. */
  slowedRatio: number;
}

/** Data quality of the sampler. */
export interface SamplingQuality {
  /** Source of the samples: a native thread, or a JavaScript timer, which stalls while JavaScript is busy. */
  source: 'native' | 'javascript';
  /** Why the source is not the native thread; absent where it is. */
  sourceReason?: string;
  /** Requested rate, per second. */
  requestedHz: number;
  /** Served deadlines / sampling time, per second. */
  achievedHz: number;
  /** The lowest rate that the sampler used to stay within its CPU budget. */
  lowestHz: number;
  /** Number of rate reductions for the budget. */
  rateReductions: number;
  /** Number of processes; their RSS is summed, shared pages once per process. */
  processes: number;
  /** Number of samples: one per process and tick. */
  sampleCount: number;
  /** Number of served deadlines. */
  tickCount: number;
  /** Ticks more than half a period after their deadline; their samples are kept. */
  lateTicks: number;
  /** Deadlines that passed without a tick. */
  missedTicks: number;
  /** Samples dropped because the ring was full; they still count in the peak. */
  droppedSamples: number;
  /** Delay of ticks after their deadline, microseconds. */
  latenessUs: { p50: number; p99: number; max: number };
  /** CPU time of the sampling thread per sample, microseconds; for a timer, the time it occupied its thread. */
  costPerSampleUs: number;
  /** CPU time of the sampling thread / elapsed time; 1 is one core. */
  samplerCpuUtilization: number;
  /** Absent without a CPU budget. */
  budget?: SamplingBudget;
}

/** JSON form of {@link SamplingQuality}. */
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
