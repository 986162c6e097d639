import * as z from 'zod';

/** Error code of a phase that ended with a stage whose server was unreachable for too long. */
export const STAGE_OUTAGE = 'STAGE_OUTAGE';

/** When a stage ended itself. */
const when = {
  afterMs: z
    .number()
    .nonnegative()
    .describe('from its first send to the end of its load, milliseconds'),
  requests: z.int().nonnegative().describe('requests that had ended by then, the warm-up included'),
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
  z
    .object({
      kind: z.literal('errors'),
      ...when,
      failed: z.int().positive().describe('failed requests among the last ones'),
      last: z.int().positive().describe('number of last requests that were considered'),
      maxErrorRate: z
        .number()
        .min(0)
        .max(1)
        .exactOptional()
        .describe(
          'the share of the last requests that ends the stage; absent where its first requests all failed alike',
        ),
      isInWarmup: z.boolean().describe('whether no measured request had ended yet'),
      /** The most frequent failure, and the number of requests that failed with it. */
      ...failure,
      errorCount: z.int().positive(),
    })
    .describe('Too many of its requests failed.'),
  z
    .object({
      kind: z.literal('outage'),
      ...when,
      outageMs: z
        .number()
        .nonnegative()
        .describe('from the first lost request to the last, milliseconds'),
      maxOutageMs: z.number().positive().describe('the limit, milliseconds'),
      failed: z.int().positive().describe('lost requests'),
      /** The first failure that found no server, else the first of all. */
      ...failure,
    })
    .describe('The server was unreachable for too long.'),
  z
    .object({ kind: z.literal('exhausted'), ...when })
    .describe('It had sent every request of its data set.'),
  z
    .object({
      kind: z.literal('saturated'),
      ...when,
      inFlight: rise,
      ttftMs: rise,
      spanMs: z
        .number()
        .positive()
        .describe('length of the tested interval, up to the end, milliseconds'),
    })
    .describe(
      'Requests in flight and TTFT rose: the server could not keep up with the request rate.',
    ),
]);

/** Why a stage ended before its load was over. */
export type StageEnding = z.output<typeof StageEndingSchema>;

/** Whether a stage with this ending failed: over-saturation and the end of a data set are no failures of the server. */
export function isFailedEnding(ending: StageEnding | undefined): boolean {
  return ending?.kind === 'errors' || ending?.kind === 'outage';
}
