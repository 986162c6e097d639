import * as z from 'zod';
import { MeasuredNumberSchema, type MeasuredJson } from '../measured-number.ts';

/** The JavaScript heap in use over time, of the collecting thread. */
export interface HeapUsage {
  /** Source of the readings: V8 itself, even while JavaScript is busy, or a JavaScript timer. */
  source: 'v8' | 'timer';
  /** Why a timer is the source; absent for V8. */
  reason?: string;
  /** Bytes; the average is time-weighted, the peak exact with V8 as source. */
  usedBytes: { first: number; average: number; peak: number; last: number };
}

/** JSON form of {@link HeapUsage}. */
export const HeapUsageSchema: z.ZodType<HeapUsage, MeasuredJson<HeapUsage>> = z.object({
  source: z.enum(['v8', 'timer']),
  reason: z.string().exactOptional(),
  usedBytes: z.object({
    first: MeasuredNumberSchema,
    average: MeasuredNumberSchema,
    peak: MeasuredNumberSchema,
    last: MeasuredNumberSchema,
  }),
});
