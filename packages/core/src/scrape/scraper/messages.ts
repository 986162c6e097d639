import * as z from 'zod';
import { SERIES_FIELDS } from '../../stream/events/series-fields.ts';

/** Start options of the scraper thread. */
export const ScrapeOptionsSchema = z.array(
  z.strictObject({
    url: z.string(),
    isBase: z.boolean(),
    socketPath: z.string().optional(),
    headers: z.record(z.string(), z.string()),
    caCertificates: z.array(z.string()),
  }),
);

const ValueSchema = z.strictObject({ column: z.string(), source: z.int(), value: z.number() });

const SeriesSchema = z.strictObject(SERIES_FIELDS);

const OutcomeSchema = z.discriminatedUnion('outcome', [
  z.strictObject({
    outcome: z.literal('scraped'),
    url: z.string(),
    server: z.string(),
    sentNs: z.number(),
    firstByteNs: z.number(),
    endNs: z.number(),
    bytes: z.int(),
    processStartSeconds: z.number().exactOptional(),
    values: z.array(ValueSchema),
    found: z.array(SeriesSchema),
    buckets: z.array(z.strictObject({ series: z.int(), counts: z.array(z.number()) })),
  }),
  z.strictObject({ outcome: z.literal('missed') }),
  z.strictObject({ outcome: z.literal('absent'), url: z.string(), reason: z.string() }),
]);

/** The result of one round: an outcome for each endpoint that was scraped. */
export const RoundSchema = z.array(z.strictObject({ endpoint: z.int(), outcome: OutcomeSchema }));

/** The result of one round. */
export type Round = z.output<typeof RoundSchema>;
