import * as z from 'zod';
import { inPhase } from './event-place.ts';

const RowCountSchema = z.object({
  count: z.int().nonnegative(),
  first: z
    .array(z.object({ line: z.number(), reason: z.string() }))
    .describe('the first of them, by line'),
});

/** Events about the data sets of a load. */
export const datasetEventSchemas = [
  z
    .object({
      kind: z.literal('dataset-read'),
      ...inPhase,
      stage: z.string().describe('the stage that replays it; empty for the dataset of all stages'),
      file: z.string(),
      format: z.string().describe('name of its format'),
      conversations: z.int().nonnegative(),
      requests: z.int().nonnegative(),
      unreadable: RowCountSchema,
      failed: RowCountSchema.describe('failed requests of a trace, which are not sent'),
      filtered: RowCountSchema.describe('rows left out by a rule'),
      warnings: RowCountSchema,
      unansweredTurns: z
        .int()
        .nonnegative()
        .describe('later turns whose history has no recorded answer'),
    })
    .describe('A data set of the load was read: what it has, and what of it is not sent.'),
  z
    .object({
      kind: z.literal('conversations-cut'),
      ...inPhase,
      stage: z.string(),
      reason: z.string(),
      count: z.int().positive(),
    })
    .describe(
      'Conversations of a stage ended before their last turn, other than by a failed request.',
    ),
] as const;
