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

/** When a limit was first crossed, and with how many bytes; `NaN` when it was not. */
export interface GuardCrossing {
  readonly atNs: number;
  readonly bytes: number;
  /**
   * Whether the proportional size of all processes was compared, in which shared pages count once; else the memory of the
   * largest process alone.
   */
  readonly isProportional: boolean;
}

/** State of the memory limits. */
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
  /** Processes in the last reading without a readable proportional size; it includes their RSS instead. */
  readonly estimated: number;
  /** The largest of all readings. */
  readonly peakBytes: number;
  readonly peakAtNs: number;
}

/** Counts of processes: sampled ones by state, others by the reason why they were not sampled. */
export interface ProcessCounts {
  readonly found: number;
  readonly live: number;
  /** Ended before they could be sampled. */
  readonly ended: number;
  /** Beyond `capacity`. */
  readonly noRoom: number;
  /** Owned by another user, or hidden. */
  readonly forbidden: number;
  /** Their files could not be opened. */
  readonly unreadable: number;
  /** Sampled and ended long ago; their totals were discarded to make room. */
  readonly forgotten: number;
  /** Maximum concurrently sampled processes. */
  readonly capacity: number;
}

/** Totals of the survey. */
export interface SurveyAccount {
  readonly ticks: number;
  readonly missedTicks: number;
  readonly rows: number;
  readonly droppedRows: number;
  readonly discoveries: number;
  /** Current interval between reads; longer than requested when the budget requires it. */
  readonly periodNs: number;
  readonly rateReductions: number;
  /** CPU time of the survey's thread. */
  readonly cpuNs: number;
  /** Why the kernel does not report births, so that short processes may be missing; empty when it does. */
  readonly noBirthsBecause: string;
  /** Whether the kernel dropped births, so that the counts may be too low. */
  readonly hasLostBirths: boolean;
}

/**
 * Totals of the sampler, exact even when rows were dropped. `NaN` when not measured. Times are CLOCK_MONOTONIC nanoseconds.
 */
export interface SamplerTotals {
  /** Requested interval between deadlines. */
  readonly periodNs: number;
  /** Current interval between deadlines; longer than requested when the budget requires it. */
  readonly presentPeriodNs: number;
  /** Longest interval between deadlines. */
  readonly longestPeriodNs: number;
  /** How often the budget lowered the rate. */
  readonly rateReductions: number;
  /** Maximum CPU time of a tick when the budget lowered the rate; 0 when it never did. */
  readonly costliestTickNs: number;
  /** Time at a rate below the requested one. */
  readonly slowedNs: number;
  /** Share of one core for both native threads; `Infinity` for no budget. */
  readonly cpuBudget: number;
  /** Part of the budget for the sampling thread. */
  readonly samplingShare: number;
  /** First deadline. */
  readonly startedAtNs: number;
  /** Last tick. */
  readonly lastAtNs: number;
  /** When the end of the last process was first seen; NaN while one lives. */
  readonly exitedAtNs: number;
  /** Deadlines served, including late ones. */
  readonly ticks: number;
  /** Ticks more than half a period after their deadline; their samples are kept. */
  readonly lateTicks: number;
  /** Deadlines that passed without a tick. */
  readonly missedTicks: number;
  /** Samples taken, one per process and tick, including dropped ones. */
  readonly sampleCount: number;
  /** Samples dropped because the ring was full: in no batch, but included in these totals. */
  readonly droppedSamples: number;
  /** Failed samples of living processes. */
  readonly readErrors: number;
  readonly latenessP50Ns: number;
  readonly latenessP99Ns: number;
  readonly latenessMaxNs: number;
  /** CPU time of the sampling thread. */
  readonly cpuNs: number;
  /** RSS and huge pages of all processes at one tick; shared pages count once per address space. */
  readonly firstRssBytes: number;
  readonly lastRssBytes: number;
  /** Maximum over all ticks. */
  readonly peakRssBytes: number;
  readonly peakAtNs: number;
  readonly lowestRssBytes: number;
  /** Time-weighted by the trapezoidal rule. */
  readonly averageRssBytes: number;
  /** Anonymous RSS of all processes together. */
  readonly anonBytes: ColumnTotals;
  /** CPU time of the processes while they were sampled, without children that were not. */
  readonly processCpuNs: number;
  readonly guard: GuardTotals;
  readonly weight: WeightTotals;
  readonly processes: ProcessCounts;
  /** Null without a survey. */
  readonly survey: SurveyAccount | null;
}

/** Parses the addon's totals. @throws {z.ZodError} when they are malformed */
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
