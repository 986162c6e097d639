import * as z from 'zod';
import { DurationMsSchema } from '../../../spec/quantity.ts';

/** The setting `cancel` of a stage: requests that the client cancels on purpose. */
export const CancelSchema = z
  .strictObject({
    share: z
      .number()
      .gt(0)
      .max(1)
      .describe('share of the measured requests, above 0 and at most 1; the seed decides which'),
    after: DurationMsSchema.describe(
      'time from the send to the cancellation of a request still in flight',
    ),
  })
  .exactOptional()
  .describe('requests that the client cancels on purpose (default: none)');
