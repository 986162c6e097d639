import * as z from 'zod';
import { CLIENT_CLOCKS, type ClientClock } from './client-calibration.ts';
import { MeasuredNumberSchema, type MeasuredJson } from '../measured-number.ts';

/** Limits of the client that can make requests wait. */
export const CLIENT_LIMITS = [
  'none',
  /** The limit of the process on open files (RLIMIT_NOFILE). */
  'descriptors',
  /** The configured maximum of concurrent requests (target.maxConcurrency). */
  'maxConcurrency',
] as const;

/** A limit of the client that made requests wait past their scheduled start; neither the server nor the CPU is the cause. */
export interface ClientLimit {
  /** `none` when no scheduled request waited for a connection. */
  cause: (typeof CLIENT_LIMITS)[number];
  /** Scheduled requests that waited for a connection because of it. */
  requests: number;
  /** The longest of those waits, milliseconds; 0 when none waited. */
  longestWaitMs: number;
  /** Open connections when the client first reached the limit; `NaN` for `none`. */
  connections: number;
}

/** A client without a limit reached. */
export const NO_LIMIT: ClientLimit = Object.freeze({
  cause: 'none',
  requests: 0,
  longestWaitMs: 0,
  connections: Number.NaN,
});

/** Sources of the timestamps of reads over one load. */
export interface ReadStamps {
  /** Reads whose time is the arrival by the kernel: the client's own delay is not in it. */
  kernelReads: number;
  /** Reads with the time at which they returned, since the kernel gave none. */
  threadReads: number;
  /** Among `threadReads`: the kernel's timestamp could not be true, as after a step of the wall clock. */
  rejected: number;
  /** Steps of the wall clock during the load. */
  clockSteps: number;
  /** Time from the arrival by the kernel to the end of the read, milliseconds; `NaN` without `kernelReads`. */
  latenessP99Ms: number;
  latenessMaxMs: number;
}

/** The path to the server over one load, by the kernel's account of the client's connections. */
export interface ClientPath {
  /** Shortest round trip of any connection, milliseconds. */
  leastRoundTripMs: number;
  /** Smoothed round trips of connections, read after requests, milliseconds; `NaN` where none was read. */
  roundTripP50Ms: number;
  roundTripP99Ms: number;
  /** Segments of TCP that the client sent again. */
  retransmits: number;
  /** Segments that the client received before an earlier one: the path lost that one, or changed their order. */
  outOfOrder: number;
}

/** Usage of the client over one load, which shows how reliable its timestamps are. */
export interface ClientUsage {
  clock: ClientClock;
  /** Connections opened before the load. */
  connectionsOpenedBefore: number;
  /** Connections opened during the load: latency includes their handshakes. */
  connectionsOpenedDuring: number;
  /**
   * Connections among `connectionsOpenedDuring` that replace ones which the server closed or left unfinished after a response,
   * or which a `connection: close` of the user requests: keep-alive in the client does not avoid them.
   */
  freshConnections: number;
  /** Source addresses that connections were opened from; absent for one. */
  sourceAddresses?: number;
  /** Requests resent on a fresh connection, because the server had closed the one in use. */
  resends: number;
  /** Whether a limit of the client made requests wait. */
  limit: ClientLimit;
  /** Reads delayed because records were not drained fast enough. */
  delayedReads: number;
  /** Absent where the kernel is not asked for timestamps. */
  stamps?: ReadStamps;
  /** Absent where the kernel reports none: Unix sockets, the client of https, other systems. */
  path?: ClientPath;
  /** Share of the time that the timestamping thread was busy, 0 to 1: near 1 its timestamps are late. */
  busyRatio: number;
  /** CPU time of all threads of the client / elapsed time; 1 is one core. */
  cpuUtilization: number;
  /** Total time that connections of a closed loop were idle because prompts were made too slowly, ms. */
  promptWaitMs: number;
}

export const ClientUsageSchema: z.ZodType<ClientUsage, MeasuredJson<ClientUsage>> = z.object({
  clock: z.enum(CLIENT_CLOCKS),
  connectionsOpenedBefore: MeasuredNumberSchema,
  connectionsOpenedDuring: MeasuredNumberSchema,
  freshConnections: MeasuredNumberSchema,
  sourceAddresses: MeasuredNumberSchema.exactOptional(),
  resends: MeasuredNumberSchema,
  limit: z.object({
    cause: z.enum(CLIENT_LIMITS),
    requests: MeasuredNumberSchema,
    longestWaitMs: MeasuredNumberSchema,
    connections: MeasuredNumberSchema,
  }),
  delayedReads: MeasuredNumberSchema,
  stamps: z
    .object({
      kernelReads: MeasuredNumberSchema,
      threadReads: MeasuredNumberSchema,
      rejected: MeasuredNumberSchema,
      clockSteps: MeasuredNumberSchema,
      latenessP99Ms: MeasuredNumberSchema,
      latenessMaxMs: MeasuredNumberSchema,
    })
    .exactOptional(),
  path: z
    .object({
      leastRoundTripMs: MeasuredNumberSchema,
      roundTripP50Ms: MeasuredNumberSchema,
      roundTripP99Ms: MeasuredNumberSchema,
      retransmits: MeasuredNumberSchema,
      outOfOrder: MeasuredNumberSchema,
    })
    .exactOptional(),
  busyRatio: MeasuredNumberSchema,
  cpuUtilization: MeasuredNumberSchema,
  promptWaitMs: MeasuredNumberSchema,
});
