import * as z from 'zod';
import { ColumnTotalsSchema, MeasuredSchema, type ColumnTotals } from './column-totals.ts';

const GuardTotalsSchema = z.object({
  softAtNs: MeasuredSchema,
  softBytes: MeasuredSchema,
  hardAtNs: MeasuredSchema,
  hardBytes: MeasuredSchema,
  signalled: z.number(),
});

const ProcessCountsSchema = z.object({
  found: z.number(),
  live: z.number(),
  untracked: z.number(),
  forgotten: z.number(),
});

const SurveyAccountSchema = z.object({
  ticks: z.number(),
  missedTicks: z.number(),
  rows: z.number(),
  droppedRows: z.number(),
  discoveries: z.number(),
  periodNs: z.number(),
  rateReductions: z.number(),
  cpuNs: z.number(),
});

const AddonTotalsSchema = z.object({
  startedAtNs: MeasuredSchema,
  lastAtNs: MeasuredSchema,
  exitedAtNs: MeasuredSchema,
  ticks: z.number(),
  lateTicks: z.number(),
  missedTicks: z.number(),
  sampleCount: z.number(),
  droppedSamples: z.number(),
  readErrors: z.number(),
  latenessP50Ns: MeasuredSchema,
  latenessP99Ns: MeasuredSchema,
  latenessMaxNs: MeasuredSchema,
  presentPeriodNs: z.number(),
  longestPeriodNs: z.number(),
  rateReductions: z.number(),
  costliestTickNs: z.number(),
  slowedNs: z.number(),
  cpuNs: z.number(),
  processCpuNs: MeasuredSchema,
  rssBytes: ColumnTotalsSchema,
  anonBytes: ColumnTotalsSchema,
  guard: GuardTotalsSchema,
  table: ProcessCountsSchema,
  survey: SurveyAccountSchema.nullable(),
});

/** When the guarded memory crossed its limits first, and with how much; NaN for a limit that was not crossed. */
export interface GuardTotals {
  readonly softAtNs: number;
  readonly softBytes: number;
  readonly hardAtNs: number;
  readonly hardBytes: number;
  /** Processes that were sent the signal. */
  readonly signalled: number;
}

/** What became of the processes that were found. */
export interface ProcessCounts {
  readonly found: number;
  readonly live: number;
  /** Seen and not sampled: more than `maxProcesses`, or not to be read. */
  readonly untracked: number;
  /** Ended long ago; their figures made room for others. */
  readonly forgotten: number;
}

/** The survey's account of itself. */
export interface SurveyAccount {
  readonly ticks: number;
  readonly missedTicks: number;
  readonly rows: number;
  readonly droppedRows: number;
  readonly discoveries: number;
  /** Between reads now; longer than asked for when the budget says so. */
  readonly periodNs: number;
  readonly rateReductions: number;
  /** CPU time of the survey's thread. */
  readonly cpuNs: number;
}

/**
 * The sampler's account of itself and the exact figures that it kept, whatever became of single rows.
 * What has not been measured is `NaN`. Stamps are CLOCK_MONOTONIC nanoseconds.
 */
export interface SamplerTotals {
  /** Time between deadlines that was asked for. */
  readonly periodNs: number;
  /** Time between deadlines now; longer than asked for when the budget says so. */
  readonly presentPeriodNs: number;
  /** The longest that it has been. */
  readonly longestPeriodNs: number;
  /** How often the budget lowered the rate. */
  readonly rateReductions: number;
  /** CPU time of a tick when the budget lowered the rate, the largest; 0 when it never did. */
  readonly costliestTickNs: number;
  /** Time at a rate below the one asked for. */
  readonly slowedNs: number;
  /** Share of a core that both native threads may use; `Infinity` for no budget. */
  readonly cpuBudget: number;
  /** Part of the budget that is the sampling thread's. */
  readonly samplingShare: number;
  /** First deadline. */
  readonly startedAtNs: number;
  /** Last tick. */
  readonly lastAtNs: number;
  /** When the last process was first seen to be gone; NaN while one lives. */
  readonly exitedAtNs: number;
  /** Deadlines that were served, late ones included. */
  readonly ticks: number;
  /** Ticks more than half a period after their deadline; their samples are kept. */
  readonly lateTicks: number;
  /** Deadlines that passed without a tick. */
  readonly missedTicks: number;
  /** Samples taken, one for each process and tick, the dropped ones included. */
  readonly sampleCount: number;
  /** Samples that found the ring full: they are in no batch, and in every figure here. */
  readonly droppedSamples: number;
  /** Samples that could not be taken although the process lived. */
  readonly readErrors: number;
  readonly latenessP50Ns: number;
  readonly latenessP99Ns: number;
  readonly latenessMaxNs: number;
  /** CPU time of the sampling thread. */
  readonly cpuNs: number;
  /** Resident bytes of all processes together at one tick; pages that they share count once for each. */
  readonly firstRssBytes: number;
  readonly lastRssBytes: number;
  /** The largest of any tick. */
  readonly peakRssBytes: number;
  readonly peakAtNs: number;
  readonly lowestRssBytes: number;
  /** Weighted by time, by the trapezoid rule. */
  readonly averageRssBytes: number;
  /** Anonymous resident bytes of all processes together. */
  readonly anonBytes: ColumnTotals;
  /** CPU time that the processes used while they were sampled. */
  readonly processCpuNs: number;
  readonly guard: GuardTotals;
  readonly processes: ProcessCounts;
  /** Null without a survey. */
  readonly survey: SurveyAccount | null;
}

/** Reads what the addon tells. @throws {z.ZodError} when it is not what this package knows */
export function parseTotals(
  value: unknown,
  periodNs: number,
  budget: Pick<SamplerTotals, 'cpuBudget' | 'samplingShare'>,
): SamplerTotals {
  const { rssBytes, table, ...totals } = AddonTotalsSchema.parse(value);
  return {
    periodNs,
    ...budget,
    ...totals,
    processes: table,
    firstRssBytes: rssBytes.first,
    lastRssBytes: rssBytes.last,
    peakRssBytes: rssBytes.peak,
    peakAtNs: rssBytes.peakAtNs,
    lowestRssBytes: rssBytes.lowest,
    averageRssBytes: rssBytes.average,
  };
}
