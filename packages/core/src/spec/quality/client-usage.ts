import * as z from 'zod';
import { CLIENT_CLOCKS, type ClientClock } from './client-calibration.ts';
import { MeasuredNumberSchema, type MeasuredJson } from '../measured-number.ts';

/** Limits of the client that can make requests wait. */
export const CLIENT_LIMITS = [
  'none',
  /** The process may open no more files (RLIMIT_NOFILE). */
  'descriptors',
  /** The configuration allows no more requests in flight (target.maxConcurrency). */
  'maxConcurrency',
] as const;

/** A limit of the client that made requests wait past their scheduled start: the cause is neither the server nor the CPU. */
export interface ClientLimit {
  /** `none` when no scheduled request had to wait for a connection. */
  cause: (typeof CLIENT_LIMITS)[number];
  /** Scheduled requests that waited for a connection because of it. */
  requests: number;
  /** The longest of those waits, milliseconds; 0 when none waited. */
  longestWaitMs: number;
  /** Connections that the client had open when it first met the limit; `NaN` for `none`. */
  connections: number;
}

/** The limit of a client that met none. */
export const NO_LIMIT: ClientLimit = Object.freeze({
  cause: 'none',
  requests: 0,
  longestWaitMs: 0,
  connections: Number.NaN,
});

/** The client's account of itself over one load: how far the times that it took can be trusted. */
export interface ClientUsage {
  clock: ClientClock;
  /** Connections that stood before the clock started. */
  connectionsOpenedBefore: number;
  /** Connections that had to be opened while requests were due: their handshakes are in the times. */
  connectionsOpenedDuring: number;
  /**
   * Those of `connectionsOpenedDuring` that replace connections which the server closes or leaves unfinished after a response,
   * or that a `connection: close` of the user asks for: no keep-alive of the client avoids them.
   */
  freshConnections: number;
  /** Requests sent once more on a fresh connection, because the server had closed the one they were sent on. */
  resends: number;
  /** Whether a limit of the client made requests wait. */
  limit: ClientLimit;
  /** Reads that were held up because records were not taken fast enough. */
  delayedReads: number;
  /** Share of the time that the stamping thread was busy, 0 to 1: near 1 its stamps are late. */
  busyRatio: number;
  /** CPU time of all of the client's threads over elapsed time, 1 is a whole core. */
  cpuUtilization: number;
  /** Time that connections of a closed loop were idle because prompts were made too slowly, added up over them, ms. */
  promptWaitMs: number;
}

export const ClientUsageSchema: z.ZodType<ClientUsage, MeasuredJson<ClientUsage>> = z.object({
  clock: z.enum(CLIENT_CLOCKS),
  connectionsOpenedBefore: MeasuredNumberSchema,
  connectionsOpenedDuring: MeasuredNumberSchema,
  freshConnections: MeasuredNumberSchema,
  resends: MeasuredNumberSchema,
  limit: z.object({
    cause: z.enum(CLIENT_LIMITS),
    requests: MeasuredNumberSchema,
    longestWaitMs: MeasuredNumberSchema,
    connections: MeasuredNumberSchema,
  }),
  delayedReads: MeasuredNumberSchema,
  busyRatio: MeasuredNumberSchema,
  cpuUtilization: MeasuredNumberSchema,
  promptWaitMs: MeasuredNumberSchema,
});
