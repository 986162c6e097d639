import * as z from 'zod';
import { inPhase } from './event-place.ts';

const RowCountSchema = z.object({
  count: z.int().nonnegative(),
  first: z
    .array(z.object({ line: z.number(), reason: z.string() }))
    .describe('the first of them, by line'),
});

/** What was read of a file. */
const digest = {
  sha256: z
    .string()
    .exactOptional()
    .describe(
      'SHA-256 of what was read of the file, hexadecimal: of all of it, or as far as a part of a trace needs; of the rows of Parquet as JSON lines. Absent in older recordings',
    ),
  bytesRead: z.int().nonnegative().exactOptional().describe('bytes that are hashed'),
};

/** Events about the files of a load. */
export const datasetEventSchemas = [
  z
    .object({
      kind: z.literal('dataset-read'),
      ...inPhase,
      stage: z.string().describe('the stage that replays it; empty for the dataset of all stages'),
      file: z.string(),
      format: z.string().describe('name of its format'),
      ...digest,
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
      kind: z.literal('file-read'),
      ...inPhase,
      use: z.enum(['lengths', 'tokenizer', 'images', 'audio', 'output-schema']),
      file: z.string().describe('path of the file, or of the folder'),
      sha256: z
        .string()
        .describe(
          'SHA-256 of its content, hexadecimal: of a folder, of its files one behind the other by name; of a tokenizer with its settings behind it; of a schema as it is sent',
        ),
      bytesRead: z.int().nonnegative().describe('bytes that are hashed'),
    })
    .describe('Another file that shapes the requests of the load was read.'),
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
