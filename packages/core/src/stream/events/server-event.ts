import * as z from 'zod';
import { SERIES_FIELDS } from './series-fields.ts';
import { inPhase } from './event-place.ts';

/** Index of the metrics endpoint, from 0. */
const endpoint = { endpoint: z.int().nonnegative() };

/** Events about the metrics of a server, read at its metrics endpoints. */
export const serverEventSchemas = [
  z
    .object({
      kind: z.literal('server-metrics-found'),
      ...inPhase,
      ...endpoint,
      url: z.string(),
      server: z.string().describe('the map that reads it: `vllm`, `llama-cpp`…'),
    })
    .describe('An endpoint responded with metrics of a known server.'),
  z
    .object({
      kind: z.literal('server-metrics-absent'),
      ...inPhase,
      ...endpoint,
      url: z.string(),
      reason: z.string(),
    })
    .describe('An endpoint without metrics, with the reason; it is not scraped again.'),
  z
    .object({
      kind: z.literal('server-series'),
      ...inPhase,
      ...endpoint,
      ...SERIES_FIELDS,
    })
    .describe(
      'A series of a quantity: what the columns `server.QUANTITY` hold with this `series` as their source.',
    ),
  z
    .object({
      kind: z.literal('server-edge'),
      ...inPhase,
      ...endpoint,
      sentNs: z
        .number()
        .nonnegative()
        .describe(
          'when it was sent, and when the first byte of its response arrived, the timestamp of its values. CLOCK_MONOTONIC nanoseconds.',
        ),
      scrapedNs: z.number().nonnegative(),
      buckets: z
        .array(z.object({ series: z.int().nonnegative(), counts: z.array(z.number()) }))
        .describe('cumulative counts of the buckets of each histogram, one more than finite edges'),
    })
    .describe('A scrape at an edge, with no request of Loadcell in flight.'),
] as const;
