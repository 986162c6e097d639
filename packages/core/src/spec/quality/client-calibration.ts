import * as z from 'zod';
import { MeasuredNumberSchema, type MeasuredJson } from '../measured-number.ts';

/** What stamps requests: the native wire thread, or JavaScript in a worker, as fast as its event loop gets there. */
export const CLIENT_CLOCKS = ['native', 'undici-worker'] as const;

/** One of {@link CLIENT_CLOCKS}. */
export type ClientClock = (typeof CLIENT_CLOCKS)[number];

/** How far the client's stamps were from the times of sending, milliseconds. */
export interface ClientStampErrors {
  /** Stamp of the first token of an answer less the time at which it was sent. */
  firstTokenErrorMs: { p50: number; p99: number };
  /** Gap between two tokens as stamped less as sent, without its sign. */
  gapErrorMs: { p50: number; p99: number };
}

/** What the errors of stamps may be at p99 before times cannot be trusted; `NaN` where nothing depends on them. */
export interface ClientErrorBudget {
  firstTokenMs: number;
  gapMs: number;
  /** Where the budget comes from, for people. */
  reason: string;
}

/**
 * The client held against a server that writes the time of sending into every token. The server shares the machine, and
 * what it is late itself between stamp and socket counts as the client's: the errors are bounds from above.
 */
export interface ClientCalibration extends ClientStampErrors {
  clock: ClientClock;
  /** Requests under way at once. */
  concurrency: number;
  requests: number;
  /** Of each answer. */
  tokens: number;
  /** Time from one token to the next, half as much again at the most. */
  gapMs: number;
  budget: ClientErrorBudget;
  /** Every attempt, in order; the errors above are those of the better one. A second is made when the first is over budget. */
  attempts: ClientStampErrors[];
}

const QuantilesSchema = z.object({ p50: MeasuredNumberSchema, p99: MeasuredNumberSchema });

const StampErrorsSchema = z.object({
  firstTokenErrorMs: QuantilesSchema,
  gapErrorMs: QuantilesSchema,
});

export const ClientCalibrationSchema: z.ZodType<
  ClientCalibration,
  MeasuredJson<ClientCalibration>
> = StampErrorsSchema.extend({
  clock: z.enum(CLIENT_CLOCKS),
  concurrency: MeasuredNumberSchema,
  requests: MeasuredNumberSchema,
  tokens: MeasuredNumberSchema,
  gapMs: MeasuredNumberSchema,
  budget: z.object({
    firstTokenMs: MeasuredNumberSchema,
    gapMs: MeasuredNumberSchema,
    reason: z.string(),
  }),
  attempts: z.array(StampErrorsSchema),
});
