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

/** The mock server's account of itself. Counts are since the start; what has not been measured is `NaN`. */
export interface MockAccount {
  readonly acceptedConnections: number;
  readonly openConnections: number;
  /** For text, those rejected left out; health, models and tokens do not count. */
  readonly requests: number;
  readonly answered: number;
  /** Failed on purpose. */
  readonly faulted: number;
  /** The client went away before its answer was complete. */
  readonly abandoned: number;
  /** What was no request, or none for this server. */
  readonly rejected: number;
  /** Wait for a slot now, and the most that ever did. */
  readonly waiting: number;
  readonly mostWaiting: number;
  /** Events of tokens sent; a whole answer is one. */
  readonly events: number;
  /** How long after their moment they were sent. */
  readonly latenessP50Ns: number;
  readonly latenessP99Ns: number;
  readonly latenessMaxNs: number;
  /** Sends that found the client's buffer full: what it read then is later than the stamps say. */
  readonly stalledSends: number;
  /** Rows that found the ring full. */
  readonly droppedStamps: number;
  /** CPU time of the server's thread. */
  readonly cpuNs: number;
}

/** Reads what the addon tells. @throws {z.ZodError} when it is not what this package knows */
export function parseMockAccount(value: unknown): MockAccount {
  return AddonTotalsSchema.parse(value);
}
