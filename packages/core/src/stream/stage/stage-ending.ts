import * as z from 'zod';

/** Error code of a phase that ended with a stage whose server was unreachable for too long. */
export const STAGE_OUTAGE = 'STAGE_OUTAGE';

/** When a stage ended itself. */
const when = {
  /** From its first send to the end of its load, milliseconds. */
  afterMs: z.number().nonnegative(),
  /** Requests that had ended by then, the warm-up included. */
  requests: z.int().nonnegative(),
};

/** The failure to quote. */
const failure = {
  errorKind: z.string(),
  errorMessage: z.string(),
};

/** Fitted levels at the beginning and the end of the tested interval. */
const rise = z.object({ from: z.number(), to: z.number() });

/** Why a stage ended before its load was over. */
export const StageEndingSchema = z.discriminatedUnion('kind', [
  z.object({
    /** Too many of its requests failed. */
    kind: z.literal('errors'),
    ...when,
    /** Failed requests among the last ones. */
    failed: z.int().positive(),
    /** Number of last requests that were considered. */
    last: z.int().positive(),
    /** The share of the last requests that ends the stage; absent where its first requests all failed alike. */
    maxErrorRate: z.number().min(0).max(1).exactOptional(),
    /** Whether no measured request had ended yet. */
    isInWarmup: z.boolean(),
    /** The most frequent failure, and the number of requests that failed with it. */
    ...failure,
    errorCount: z.int().positive(),
  }),
  z.object({
    /** The server was unreachable for too long. */
    kind: z.literal('outage'),
    ...when,
    /** From the first lost request to the last, milliseconds. */
    outageMs: z.number().nonnegative(),
    /** The limit, milliseconds. */
    maxOutageMs: z.number().positive(),
    /** Lost requests. */
    failed: z.int().positive(),
    /** The first failure that found no server, else the first of all. */
    ...failure,
  }),
  z.object({
    /** Requests in flight and TTFT rose: the server could not keep up with the request rate. */
    kind: z.literal('saturated'),
    ...when,
    inFlight: rise,
    ttftMs: rise,
    /** Length of the tested interval, up to the end, milliseconds. */
    spanMs: z.number().positive(),
  }),
]);

/** Why a stage ended before its load was over. */
export type StageEnding = z.output<typeof StageEndingSchema>;

/** Whether a stage with this ending failed: over-saturation is a finding and not a failure of the server. */
export function isFailedEnding(ending: StageEnding | undefined): boolean {
  return ending?.kind === 'errors' || ending?.kind === 'outage';
}
