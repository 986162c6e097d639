import * as z from 'zod';
import { SERIES_FIELDS } from './series-fields.ts';
import { inPhase } from './event-place.ts';

/** Index of the metrics endpoint, from 0. */
const endpoint = { endpoint: z.int().nonnegative() };

/** Events about the metrics of a server, read at its metrics endpoints. */
export const serverEventSchemas = [
  z.object({
    /** An endpoint responded with metrics of a known server. */
    kind: z.literal('server-metrics-found'),
    ...inPhase,
    ...endpoint,
    url: z.string(),
    /** The map that reads it: `vllm`, `llama-cpp`… */
    server: z.string(),
  }),
  z.object({
    /** An endpoint without metrics, with the reason; it is not scraped again. */
    kind: z.literal('server-metrics-absent'),
    ...inPhase,
    ...endpoint,
    url: z.string(),
    reason: z.string(),
  }),
  z.object({
    /** A series of a quantity: what the columns `server.QUANTITY` hold with this `series` as their source. */
    kind: z.literal('server-series'),
    ...inPhase,
    ...endpoint,
    ...SERIES_FIELDS,
  }),
  z.object({
    /** A scrape at an edge, with no request of Loadcell in flight. */
    kind: z.literal('server-edge'),
    ...inPhase,
    ...endpoint,
    /** When it was sent, and when the first byte of its response arrived, the timestamp of its values. CLOCK_MONOTONIC nanoseconds. */
    sentNs: z.number().nonnegative(),
    scrapedNs: z.number().nonnegative(),
    /** Cumulative counts of the buckets of each histogram, one more than finite edges. */
    buckets: z.array(z.object({ series: z.int().nonnegative(), counts: z.array(z.number()) })),
  }),
] as const;
