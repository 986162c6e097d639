import * as z from 'zod';
import { DurationMsSchema } from '../../../spec/quantity.ts';

/** Requests that the client abandons on purpose, as they are configured. */
export const CancelSchema = z
  .strictObject({
    share: z
      .number()
      .gt(0)
      .max(1)
      .describe('share of the measured requests, above 0 and at most 1; the seed decides which'),
    after: DurationMsSchema.describe(
      'time from the send to the cut, if the request is still in flight then',
    ),
  })
  .exactOptional()
  .describe('requests that the client abandons on purpose (default: none)');
