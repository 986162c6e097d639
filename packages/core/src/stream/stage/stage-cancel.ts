import * as z from 'zod';

/** Which measured requests of a stage the client cancels on purpose, and when. */
export const StageCancelSchema = z.object({
  share: z
    .number()
    .gt(0)
    .max(1)
    .describe('share of the measured requests to cancel, above 0, at most 1'),
  afterMs: z
    .number()
    .positive()
    .describe(
      'milliseconds from the send of such a request to its cancellation; one that ends earlier is an ordinary request',
    ),
});

/** Which measured requests of a stage the client cancels on purpose, and when. */
export type StageCancel = z.output<typeof StageCancelSchema>;
