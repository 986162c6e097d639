import * as z from 'zod';
import { wireFailureOf, type WireFailure } from './wire-failure.ts';

const measured = z.union([z.number(), z.nan()]);

const AddonTotalsSchema = z.object({
  openedAtNs: measured,
  cpuNs: z.number(),
  staged: z.number(),
  sent: z.number(),
  completed: z.number(),
  failed: z.number(),
  cancelled: z.number(),
  dropped: z.number(),
  lateSends: z.number(),
  sendDelayP50Ns: measured,
  sendDelayP99Ns: measured,
  sendDelayMaxNs: measured,
  openConnections: z.number(),
  connectionsOpenedBefore: z.number(),
  connectionsOpenedDuring: z.number(),
  freshConnections: z.number(),
  resends: z.number(),
  limitCause: z.number(),
  limitedRequests: z.number(),
  limitedAtConnections: z.number(),
  longestLimitedNs: z.number(),
  failedConnections: z.number(),
  lastConnectFailure: z.number(),
  lastConnectDetail: z.number(),
  readPauses: z.number(),
  readPausedNs: z.number(),
  droppedRows: z.number(),
  waitingRows: z.number(),
  sentBytes: z.number(),
  receivedBytes: z.number(),
});

/** Limits on connections, by the numbers of `native/src/wire/connection_limit.h`. */
const WIRE_LIMITS = ['none', 'connections', 'descriptors'] as const;

/** One limit on connections. */
export type WireLimit = (typeof WIRE_LIMITS)[number];

/** The wire's account of itself. Counts are since the start; what has not been measured is `NaN`. */
export interface WireAccount {
  /** When the connections asked for stood, or had failed: the clock runs from here. CLOCK_MONOTONIC ns. */
  readonly openedAtNs: number;
  /** CPU time of the wire thread. */
  readonly cpuNs: number;
  readonly staged: number;
  readonly sent: number;
  // How staged requests have ended.
  readonly completed: number;
  readonly failed: number;
  readonly cancelled: number;
  /** Never sent: sending ended before their turn came. */
  readonly dropped: number;
  /** Sent more than a millisecond after their scheduled start. */
  readonly lateSends: number;
  /** How long after their scheduled start requests were sent. */
  readonly sendDelayP50Ns: number;
  readonly sendDelayP99Ns: number;
  readonly sendDelayMaxNs: number;
  /** Open now, idle ones included. */
  readonly openConnections: number;
  readonly connectionsOpenedBefore: number;
  readonly connectionsOpenedDuring: number;
  /** Those of `connectionsOpenedDuring` that replace connections which the server ended or left unfinished after a response. */
  readonly freshConnections: number;
  /** Requests sent once more on a fresh connection. */
  readonly resends: number;
  /** Which limit made requests with a time wait for a connection; the other fields say how many, how long, and at how many connections. */
  readonly limitCause: WireLimit;
  readonly limitedRequests: number;
  readonly limitedAtConnections: number;
  readonly longestLimitedNs: number;
  readonly failedConnections: number;
  /** Why the last attempt to connect failed; `none` when none did. */
  readonly lastConnectFailure: WireFailure;
  /** See `describeWireFailure`. */
  readonly lastConnectDetail: number;
  /** Times that reading from a connection was held back because nobody drained, and for how long in all. */
  readonly readPauses: number;
  readonly readPausedNs: number;
  /** `sent` rows left out because the ring was full; what they tell is in the last row of the request. */
  readonly droppedRows: number;
  /** Last rows that wait for room on the ring. */
  readonly waitingRows: number;
  readonly sentBytes: number;
  readonly receivedBytes: number;
}

/** Reads what the addon tells. @throws {z.ZodError} when it is not what this package knows */
export function parseWireAccount(value: unknown): WireAccount {
  const { lastConnectFailure, limitCause, ...totals } = AddonTotalsSchema.parse(value);
  return {
    ...totals,
    lastConnectFailure: wireFailureOf(lastConnectFailure),
    limitCause: WIRE_LIMITS[limitCause] ?? 'none',
  };
}
