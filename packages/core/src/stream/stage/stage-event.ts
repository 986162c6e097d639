import * as z from 'zod';
import { inPhase } from '../events/event-place.ts';
import { StageDecidedSchema } from './stage-decided.ts';
import { StageEndingSchema } from './stage-ending.ts';
import { StageCancelSchema } from './stage-cancel.ts';
import { StageLevelSchema, StageLoadSchema } from './stage-load.ts';

/** Events that begin and end the stages of a phase. */
export const stageEventSchemas = [
  z
    .object({
      kind: z.literal('stage-began'),
      ...inPhase,
      stage: z.string(),
      load: StageLoadSchema.describe('of all workers'),
      level: StageLevelSchema.exactOptional(),
      cancel: StageCancelSchema.exactOptional().describe(
        'which measured requests the client cancels on purpose; absent where none',
      ),
      warmupRequests: z
        .int()
        .nonnegative()
        .describe('unmeasured requests, or conversations, at its beginning'),
      seed: z.int().describe('seed of lengths and arrivals'),
      prompts: z
        .enum(['words', 'tokenizer', 'local-tokenizer', 'estimate', 'file'])
        .describe(
          'source of prompts: a number of words, a number of tokens by the tokenizer of the server, by a tokenizer from a file or by an estimate from usage, or a file',
        ),
      sharing: z
        .enum(['prefix', 'turns'])
        .exactOptional()
        .describe('what prompts share by design; absent for unique prompts'),
      slice: z
        .object({ index: z.int().nonnegative(), count: z.int().positive() })
        .exactOptional()
        .describe(
          'the part of the load that this worker sends: index of count; absent for all of it',
        ),
    })
    .describe(
      'A stage begins: its load is resolved, and no request is sent yet. A stage in parts has an event for each part.',
    ),
  z
    .object({
      kind: z.literal('stage-ended'),
      ...inPhase,
      stage: z.string(),
      windowBeganNs: z.number().nonnegative().describe('the first send of a measured request'),
      windowEndedNs: z
        .number()
        .nonnegative()
        .describe('the end of the load; of one that ends by count, the end of its last request'),
      clientCpuNs: z
        .number()
        .nonnegative()
        .exactOptional()
        .describe('CPU time that the process of the client used in the window, nanoseconds'),
      decided: StageDecidedSchema.exactOptional().describe(
        'how a stage until decided ended; absent for other stages',
      ),
      endedBy: StageEndingSchema.exactOptional().describe(
        'why the stage ended itself; absent where it did not',
      ),
    })
    .describe('Every request of a stage, or of a part of it, has ended.'),
] as const;
