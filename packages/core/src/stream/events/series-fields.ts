import * as z from 'zod';

/** A series of a server's quantity, as a scrape finds it and an event records it. */
export const SERIES_FIELDS = {
  series: z.int().nonnegative(),
  quantity: z.string(),
  quantityKind: z.enum(['gauge', 'counter', 'histogram', 'state']),
  /** `milliseconds`, `ratio`, `tokens`… */
  unit: z.string(),
  /** How several series combine into one figure. */
  combine: z.enum(['sum', 'max', 'each']),
  /** As written by the server. */
  family: z.string(),
  labels: z.record(z.string(), z.string()),
  /** Finite upper edges of the buckets of a histogram, ascending; one more bucket has no upper edge. */
  upperEdges: z.array(z.number()).exactOptional(),
};
