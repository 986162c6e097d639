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
  sourceAddresses: z.number(),
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
  kernelStampedReads: z.number(),
  threadStampedReads: z.number(),
  rejectedStamps: z.number(),
  clockSteps: z.number(),
  readLatenessP50Ns: measured,
  readLatenessP99Ns: measured,
  readLatenessMaxNs: measured,
  leastRoundTripNs: measured,
  roundTripP50Ns: measured,
  roundTripP99Ns: measured,
  retransmits: z.number(),
  outOfOrder: z.number(),
  sentBytes: z.number(),
  receivedBytes: z.number(),
});

/** Limits on connections, by number in `native/src/wire/connection/connection_limit.h`. */
const WIRE_LIMITS = ['none', 'connections', 'descriptors'] as const;

/** One limit on connections. */
export type WireLimit = (typeof WIRE_LIMITS)[number];

/** Totals of the wire since its start; `NaN` when not measured. */
export interface WireAccount {
  /** When the requested connections were open or had failed: the clock starts here. CLOCK_MONOTONIC ns. */
  readonly openedAtNs: number;
  /** CPU time of the wire thread. */
  readonly cpuNs: number;
  readonly staged: number;
  readonly sent: number;
  // Staged requests that have ended, by outcome.
  readonly completed: number;
  readonly failed: number;
  readonly cancelled: number;
  /** Never sent: sending ended before their turn. */
  readonly dropped: number;
  /** Sent more than 1 ms after their scheduled start. */
  readonly lateSends: number;
  /** Send delay: time from the scheduled start to the send. */
  readonly sendDelayP50Ns: number;
  readonly sendDelayP99Ns: number;
  readonly sendDelayMaxNs: number;
  /** Open now, including idle ones. */
  readonly openConnections: number;
  readonly connectionsOpenedBefore: number;
  readonly connectionsOpenedDuring: number;
  /** In `connectionsOpenedDuring`: replacements of connections that the server closed or left unfinished after a response. */
  readonly freshConnections: number;
  /** Source addresses that connections were opened from; 0 before the first, and for Unix sockets 1. */
  readonly sourceAddresses: number;
  /** Requests sent again on a new connection. */
  readonly resends: number;
  /** The limit that first made scheduled requests wait for a connection; the next fields have the details. */
  readonly limitCause: WireLimit;
  readonly limitedRequests: number;
  readonly limitedAtConnections: number;
  readonly longestLimitedNs: number;
  readonly failedConnections: number;
  /** Why the last attempt to connect failed; `none` when none did. */
  readonly lastConnectFailure: WireFailure;
  /** See `describeWireFailure`. */
  readonly lastConnectDetail: number;
  /** How often reading from a connection was paused because rows were not drained, and the total pause. */
  readonly readPauses: number;
  readonly readPausedNs: number;
  /** `sent` rows dropped because the ring was full; the last row of the request has the same data. */
  readonly droppedRows: number;
  /** Last rows waiting for room on the ring. */
  readonly waitingRows: number;
  /** Reads whose time is the arrival by the kernel, and reads that have only the time at which they returned. */
  readonly kernelStampedReads: number;
  readonly threadStampedReads: number;
  /** In `threadStampedReads`: the kernel's timestamp could not be true, as after a step of the wall clock. */
  readonly rejectedStamps: number;
  /** Steps of the wall clock that were seen. */
  readonly clockSteps: number;
  /** Time from the arrival by the kernel to the end of the read: by how much the thread's own timestamps are late. */
  readonly readLatenessP50Ns: number;
  readonly readLatenessP99Ns: number;
  readonly readLatenessMaxNs: number;
  /** Shortest round trip of all connections, by the kernel; `NaN` where it reports none, as for a Unix socket. */
  readonly leastRoundTripNs: number;
  /** Smoothed round trips of connections, read after requests, at most every 10 ms for each connection. */
  readonly roundTripP50Ns: number;
  readonly roundTripP99Ns: number;
  /** Segments sent again, and segments received before an earlier one, as read with the round trips. */
  readonly retransmits: number;
  readonly outOfOrder: number;
  readonly sentBytes: number;
  readonly receivedBytes: number;
}

/** Parses the addon's totals. @throws {z.ZodError} when they are malformed */
export function parseWireAccount(value: unknown): WireAccount {
  const { lastConnectFailure, limitCause, ...totals } = AddonTotalsSchema.parse(value);
  return {
    ...totals,
    lastConnectFailure: wireFailureOf(lastConnectFailure),
    limitCause: WIRE_LIMITS[limitCause] ?? 'none',
  };
}
