import * as z from 'zod';
import { MeasuredNumberSchema, type MeasuredJson } from '../measured-number.ts';

/** The JavaScript heap in use over a time, of the thread that collected. */
export interface HeapUsage {
  /** Who told it: V8 itself, also while JavaScript was busy, or a timer of JavaScript. */
  source: 'v8' | 'timer';
  /** Why a timer told it; absent where V8 did. */
  reason?: string;
  /** Bytes; the average is time-weighted, the peak exact where V8 told it. */
  usedBytes: { first: number; average: number; peak: number; last: number };
}

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
