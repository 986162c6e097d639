import * as z from 'zod';

/** Any number: `NaN` has not been measured, and a limit that is not set is infinite. */
export const MeasuredSchema = z.custom<number>((value) => typeof value === 'number');

/** The exact account of one column, whatever became of single rows. What has not been measured is `NaN`. */
export interface ColumnTotals {
  /** Values that could be read. */
  readonly count: number;
  readonly first: number;
  readonly last: number;
  readonly peak: number;
  /** When the peak was first reached, CLOCK_MONOTONIC nanoseconds. */
  readonly peakAtNs: number;
  readonly lowest: number;
  /** Weighted by time, by the trapezoid rule; no time passes over a gap. */
  readonly average: number;
}

export const ColumnTotalsSchema: z.ZodType<ColumnTotals> = z.object({
  count: z.number(),
  first: MeasuredSchema,
  last: MeasuredSchema,
  peak: MeasuredSchema,
  peakAtNs: MeasuredSchema,
  lowest: MeasuredSchema,
  average: MeasuredSchema,
});

/** The account of a column of which nothing was read. */
export const NOTHING_READ: ColumnTotals = {
  count: 0,
  first: Number.NaN,
  last: Number.NaN,
  peak: Number.NaN,
  peakAtNs: Number.NaN,
  lowest: Number.NaN,
  average: Number.NaN,
};
