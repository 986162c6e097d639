import * as z from 'zod';
import { ColumnTotalsSchema, MeasuredSchema, type ColumnTotals } from '../record/column-totals.ts';

const CrossingSchema = z.object({
  atNs: MeasuredSchema,
  bytes: MeasuredSchema,
  isProportional: z.boolean(),
});

const GuardTotalsSchema = z.object({
  soft: CrossingSchema,
  hard: CrossingSchema,
  signalled: z.number(),
});

const WeightSchema = z.object({
  readings: z.number(),
  lastBytes: MeasuredSchema,
  estimated: z.number(),
  peakBytes: MeasuredSchema,
  peakAtNs: MeasuredSchema,
});

const ProcessCountsSchema = z.object({
  found: z.number(),
  live: z.number(),
  ended: z.number(),
  noRoom: z.number(),
  forbidden: z.number(),
  unreadable: z.number(),
  forgotten: z.number(),
  capacity: z.number(),
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
  noBirthsBecause: z.string(),
  hasLostBirths: z.boolean(),
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
  weight: WeightSchema,
  table: ProcessCountsSchema,
  survey: SurveyAccountSchema.nullable(),
});

/** When a limit of the guarded memory was crossed first, and with how much; `NaN` when it was not. */
export interface GuardCrossing {
  readonly atNs: number;
  readonly bytes: number;
  /**
   * Whether the proportional size of all processes was judged, in which shared pages count once; the memory of the largest
   * process alone otherwise.
   */
  readonly isProportional: boolean;
}

/** What became of the limits of the guarded memory. */
export interface GuardTotals {
  readonly soft: GuardCrossing;
  readonly hard: GuardCrossing;
  /** Processes that were sent the signal. */
  readonly signalled: number;
}

/** Memory of a tree with shared pages, swap and huge pages counted once; `NaN` before the first reading. */
export interface WeightTotals {
  readonly readings: number;
  readonly lastBytes: number;
  /** Processes of the last reading whose proportional size may not be read; their resident size is in it. */
  readonly estimated: number;
  /** The largest of all readings. */
  readonly peakBytes: number;
  readonly peakAtNs: number;
}

/** What became of the processes that were found, and of those that are known and were not sampled. */
export interface ProcessCounts {
  readonly found: number;
  readonly live: number;
  /** Ended before they could be sampled. */
  readonly ended: number;
  /** More than `capacity` at the same time. */
  readonly noRoom: number;
  /** Of another user, or hidden. */
  readonly forbidden: number;
  /** Their files could not be opened. */
  readonly unreadable: number;
  /** Sampled and ended long ago; their figures made room for others. */
  readonly forgotten: number;
  /** How many can be sampled at the same time. */
  readonly capacity: number;
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
  /** Why the kernel does not report births, so that processes shorter than a search may be missing; empty where it does. */
  readonly noBirthsBecause: string;
  /** Whether the kernel dropped births, so that there may be more processes than were counted. */
  readonly hasLostBirths: boolean;
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
  /** Resident bytes and huge pages of all processes together at one tick; shared pages count once for each address space. */
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
  /** CPU time that the processes used while they were sampled; without children that were not. */
  readonly processCpuNs: number;
  readonly guard: GuardTotals;
  readonly weight: WeightTotals;
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
