import * as z from 'zod';
import { CLIENT_LIMITS } from '../../../spec/quality/client-usage.ts';
import { TRANSPORT_FAILURE_KINDS } from '../transport-failure.ts';
import { RecordBatchSchema } from './record-batch.ts';

const HttpRequestSchema = z.strictObject({
  method: z.enum(['GET', 'POST']),
  path: z.string(),
  headers: z.array(z.tuple([z.string(), z.string()])),
  body: z.instanceof(Uint8Array),
  replica: z.int().exactOptional(),
});

const EndpointSchema = z.strictObject({
  hostname: z.string(),
  port: z.int(),
  socketPath: z.string().exactOptional(),
  host: z.string().exactOptional(),
});

/** Start options of the worker. */
export const TransportOptionsSchema = z.strictObject({
  ...EndpointSchema.shape,
  protocol: z.enum(['http:', 'https:']),
  moreReplicas: z.array(EndpointSchema).exactOptional(),
  /** Infinity can be posted to a worker, but zod does not accept it as a number. */
  maxConcurrency: z.union([z.int(), z.literal(Infinity)]),
  reusesConnections: z.boolean(),
  connectTimeoutMs: z.number(),
  requestTimeoutMs: z.number(),
  maxHeaderBytes: z.int(),
  maxBodyBytes: z.int(),
  sourceAddresses: z.array(z.string()).exactOptional(),
  caCertificates: z.array(z.string()).exactOptional(),
});

/** Messages from the main thread to the worker. */
export const OrderSchema = z.discriminatedUnion('order', [
  z.strictObject({ order: z.literal('open'), call: z.int(), connections: z.int() }),
  z.strictObject({
    order: z.literal('stage'),
    requests: z.array(
      z.strictObject({
        id: z.int(),
        scheduledNs: z.union([z.number(), z.nan()]),
        request: HttpRequestSchema,
        cutAfterMs: z.number().exactOptional(),
      }),
    ),
  }),
  z.strictObject({
    order: z.literal('cancel'),
    ids: z.union([z.literal('all'), z.array(z.int())]),
  }),
  z.strictObject({ order: z.literal('finish'), ids: z.array(z.int()) }),
  z.strictObject({ order: z.literal('close-idle') }),
  z.strictObject({ order: z.literal('end-sending') }),
  z.strictObject({ order: z.literal('acknowledge'), bytes: z.int() }),
  z.strictObject({ order: z.literal('account'), call: z.int() }),
  z.strictObject({ order: z.literal('close'), call: z.int() }),
]);

/** Messages from the main thread to the worker. */
export type Order = z.input<typeof OrderSchema>;

const AccountSchema = z.strictObject({
  clock: z.enum(['native', 'undici-worker']),
  connectionsOpenedBefore: z.int(),
  connectionsOpenedDuring: z.int(),
  freshConnections: z.int(),
  resends: z.int(),
  limit: z.strictObject({
    cause: z.enum(CLIENT_LIMITS),
    requests: z.int(),
    longestWaitMs: z.number(),
    connections: z.union([z.int(), z.nan()]),
  }),
  delayedReads: z.int(),
  busyRatio: z.number(),
});

/** Messages from the worker to the main thread; a reply carries the id of its call. */
export const NewsSchema = z.discriminatedUnion('news', [
  z.strictObject({ news: z.literal('records'), batch: RecordBatchSchema }),
  z.strictObject({ news: z.literal('done'), call: z.int() }),
  z.strictObject({ news: z.literal('account'), call: z.int(), account: AccountSchema }),
  z.strictObject({
    news: z.literal('failed'),
    call: z.int(),
    failure: z.strictObject({ kind: z.enum(TRANSPORT_FAILURE_KINDS), message: z.string() }),
  }),
]);

/** Messages from the worker to the main thread. */
export type News = z.input<typeof NewsSchema>;
