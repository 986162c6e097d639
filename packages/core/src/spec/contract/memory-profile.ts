import * as z from 'zod';
import { MeasuredNumberSchema, type MeasuredJson } from '../measured-number.ts';

/** RSS over time, thinned without losing a spike. */
export interface MemoryProfile {
  /** Resident bytes at the points of the timeline. */
  samples: number[];
  /** Time-weighted average, bytes. */
  average: number;
  /** Exact peak, bytes. */
  peak: number;
  timeline: {
    /** Epoch milliseconds. */
    timestamp: number;
    /** Resident bytes. */
    usage: number;
    /** Events nearest to this point, if any. */
    event?: string;
  }[];
}

/** JSON form of {@link MemoryProfile}. */
export const MemoryProfileSchema: z.ZodType<MemoryProfile, MeasuredJson<MemoryProfile>> = z.object({
  samples: z.array(z.number()),
  average: MeasuredNumberSchema,
  peak: MeasuredNumberSchema,
  timeline: z.array(
    z.object({
      timestamp: z.number(),
      usage: z.number(),
      event: z.string().exactOptional(),
    }),
  ),
});
