import * as z from 'zod';
import { CLIENT_CLOCKS, type ClientClock } from './client-calibration.ts';
import { MeasuredNumberSchema, type MeasuredJson } from './measured-number.ts';

/** The client's account of itself over one load: how far the times that it took can be trusted. */
export interface ClientAccount {
  clock: ClientClock;
  /** Connections that stood before the clock started. */
  connectionsOpenedBefore: number;
  /** Connections that had to be opened while requests were due: their handshakes are in the times. */
  connectionsOpenedDuring: number;
  /** Reads that were held up because records were not taken fast enough. */
  delayedReads: number;
  /** Share of the time that the stamping thread was busy, 0 to 1: near 1 its stamps are late. */
  busyRatio: number;
  /** CPU time of all of the client's threads over elapsed time, 1 is a whole core. */
  cpuUtilization: number;
  /** Time that connections of a closed loop were idle because prompts were made too slowly, added up over them, ms. */
  promptWaitMs: number;
}

export const ClientAccountSchema: z.ZodType<ClientAccount, MeasuredJson<ClientAccount>> = z.object({
  clock: z.enum(CLIENT_CLOCKS),
  connectionsOpenedBefore: MeasuredNumberSchema,
  connectionsOpenedDuring: MeasuredNumberSchema,
  delayedReads: MeasuredNumberSchema,
  busyRatio: MeasuredNumberSchema,
  cpuUtilization: MeasuredNumberSchema,
  promptWaitMs: MeasuredNumberSchema,
});
