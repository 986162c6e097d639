import * as z from 'zod';

const measured = z.union([z.number(), z.nan()]);

const ColumnTotalsSchema = z.object({
  count: z.number(),
  first: measured,
  last: measured,
  peak: measured,
  peakAtNs: measured,
  lowest: measured,
  average: measured,
});

const AddonTotalsSchema = z.object({
  startedAtNs: measured,
  lastAtNs: measured,
  exitedAtNs: measured,
  ticks: z.number(),
  lateTicks: z.number(),
  missedTicks: z.number(),
  sampleCount: z.number(),
  droppedSamples: z.number(),
  readErrors: z.number(),
  latenessP50Ns: measured,
  latenessP99Ns: measured,
  latenessMaxNs: measured,
  cpuNs: z.number(),
  rssBytes: ColumnTotalsSchema,
});

/**
 * The sampler's account of itself and the exact figures that it kept, whatever became of single rows.
 * What has not been measured is `NaN`. Stamps are CLOCK_MONOTONIC nanoseconds.
 */
export interface SamplerTotals {
  /** Time between deadlines that was asked for. */
  readonly periodNs: number;
  /** First deadline. */
  readonly startedAtNs: number;
  /** Last tick. */
  readonly lastAtNs: number;
  /** When the process was first seen to be gone; NaN while it lives. */
  readonly exitedAtNs: number;
  /** Deadlines that were served, late ones included. */
  readonly ticks: number;
  /** Ticks more than half a period after their deadline; their samples are kept. */
  readonly lateTicks: number;
  /** Deadlines that passed without a tick. */
  readonly missedTicks: number;
  /** Samples taken, the dropped ones included. */
  readonly sampleCount: number;
  /** Samples that found the ring full: they are in no batch, and in every figure here. */
  readonly droppedSamples: number;
  /** Ticks on which the process could not be read although it lived. */
  readonly readErrors: number;
  readonly latenessP50Ns: number;
  readonly latenessP99Ns: number;
  readonly latenessMaxNs: number;
  /** CPU time of the sampling thread. */
  readonly cpuNs: number;
  readonly firstRssBytes: number;
  readonly lastRssBytes: number;
  /** The largest sample. */
  readonly peakRssBytes: number;
  readonly peakAtNs: number;
  readonly lowestRssBytes: number;
  /** Weighted by time, by the trapezoid rule. */
  readonly averageRssBytes: number;
}

/** Reads what the addon tells. @throws {z.ZodError} when it is not what this package knows */
export function parseTotals(value: unknown, periodNs: number): SamplerTotals {
  const { rssBytes, ...totals } = AddonTotalsSchema.parse(value);
  return {
    periodNs,
    ...totals,
    firstRssBytes: rssBytes.first,
    lastRssBytes: rssBytes.last,
    peakRssBytes: rssBytes.peak,
    peakAtNs: rssBytes.peakAtNs,
    lowestRssBytes: rssBytes.lowest,
    averageRssBytes: rssBytes.average,
  };
}
