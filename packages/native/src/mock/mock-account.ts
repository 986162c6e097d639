import * as z from 'zod';

const measured = z.union([z.number(), z.nan()]);

const AddonTotalsSchema = z.object({
  acceptedConnections: z.number(),
  openConnections: z.number(),
  requests: z.number(),
  answered: z.number(),
  faulted: z.number(),
  abandoned: z.number(),
  rejected: z.number(),
  waiting: z.number(),
  mostWaiting: z.number(),
  events: z.number(),
  latenessP50Ns: measured,
  latenessP99Ns: measured,
  latenessMaxNs: measured,
  stalledSends: z.number(),
  droppedStamps: z.number(),
  cpuNs: z.number(),
});

/** Totals of the mock server since its start; `NaN` for what has not been measured. */
export interface MockAccount {
  readonly acceptedConnections: number;
  readonly openConnections: number;
  /** Accepted requests for text; health, models and tokens are not counted. */
  readonly requests: number;
  readonly answered: number;
  /** Failed on purpose. */
  readonly faulted: number;
  /** The client disconnected before the response was complete. */
  readonly abandoned: number;
  /** Not a request, or not one for this server. */
  readonly rejected: number;
  /** Requests waiting for a slot now, and the maximum. */
  readonly waiting: number;
  readonly mostWaiting: number;
  /** Token events sent; a response that does not stream is one. */
  readonly events: number;
  /** Lateness of events. */
  readonly latenessP50Ns: number;
  readonly latenessP99Ns: number;
  readonly latenessMaxNs: number;
  /** Sends that found the client's buffer full: the client read those later than the timestamps show. */
  readonly stalledSends: number;
  /** Rows dropped because the ring was full. */
  readonly droppedStamps: number;
  /** CPU time of the server's thread. */
  readonly cpuNs: number;
}

/** Parses the addon's totals. @throws {z.ZodError} when they are malformed */
export function parseMockAccount(value: unknown): MockAccount {
  return AddonTotalsSchema.parse(value);
}
