import * as z from 'zod';

/** Any number: `NaN` when not measured, infinite for a limit that is not set. */
export const MeasuredSchema = z.custom<number>((value) => typeof value === 'number');

/** Exact totals of one column, including dropped rows. `NaN` when not measured. */
export interface ColumnTotals {
  /** Values that could be read. */
  readonly count: number;
  readonly first: number;
  readonly last: number;
  readonly peak: number;
  /** When the peak was first reached, CLOCK_MONOTONIC nanoseconds. */
  readonly peakAtNs: number;
  readonly lowest: number;
  /** Time-weighted by the trapezoidal rule; gaps are skipped. */
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

/** Totals of a column without readings. */
export const NOTHING_READ: ColumnTotals = {
  count: 0,
  first: Number.NaN,
  last: Number.NaN,
  peak: Number.NaN,
  peakAtNs: Number.NaN,
  lowest: Number.NaN,
  average: Number.NaN,
};
