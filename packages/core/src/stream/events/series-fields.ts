import * as z from 'zod';

/** A series of a server's quantity, as a scrape finds it and an event records it. */
export const SERIES_FIELDS = {
  series: z.int().nonnegative(),
  quantity: z.string(),
  quantityKind: z.enum(['gauge', 'counter', 'histogram', 'state']),
  unit: z.string().describe('`milliseconds`, `ratio`, `tokens`…'),
  combine: z.enum(['sum', 'max', 'each']).describe('how several series combine into one figure'),
  family: z.string().describe('as written by the server'),
  labels: z.record(z.string(), z.string()),
  upperEdges: z
    .array(z.number())
    .exactOptional()
    .describe(
      'finite upper edges of the buckets of a histogram, ascending; one more bucket has no upper edge',
    ),
};
