import * as z from 'zod';
import { MeasuredNumberSchema, type MeasuredJson } from '../measured-number.ts';
import { ClientErrorBudgetSchema, type ClientErrorBudget } from './client-error-budget.ts';

/** Sources of timestamps: the native wire thread, or JavaScript in a worker, limited by its event loop. */
export const CLIENT_CLOCKS = ['native', 'undici-worker'] as const;

/** One of {@link CLIENT_CLOCKS}. */
export type ClientClock = (typeof CLIENT_CLOCKS)[number];

/** Timing errors of the client, milliseconds. */
export interface ClientStampErrors {
  /** Timestamp of the first token of a response minus the time at which the mock server sent it. */
  firstTokenErrorMs: { p50: number; p99: number };
  /** Absolute difference between the inter-token latency measured and sent. */
  gapErrorMs: { p50: number; p99: number };
}

/**
 * Calibration of the client with a mock server that writes the send time into every token. The server shares the machine, and
 * its own delay between timestamp and socket counts as the client's: the errors are upper bounds.
 */
export interface ClientCalibration extends ClientStampErrors {
  clock: ClientClock;
  /** Concurrent requests. */
  concurrency: number;
  requests: number;
  /** Tokens of each response. */
  tokens: number;
  /** Time from one token to the next, at most 50% longer. */
  gapMs: number;
  budget: ClientErrorBudget;
  /** Every attempt, in order; the errors above are those of the better one. A second follows when the first is over budget. */
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
  budget: ClientErrorBudgetSchema,
  attempts: z.array(StampErrorsSchema),
});
