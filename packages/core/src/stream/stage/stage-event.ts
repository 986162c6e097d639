import * as z from 'zod';
import { inPhase } from '../events/event-place.ts';
import { StageDecidedSchema } from './stage-decided.ts';
import { StageEndingSchema } from './stage-ending.ts';
import { StageCancelSchema } from './stage-cancel.ts';
import { StageLevelSchema, StageLoadSchema } from './stage-load.ts';

/** Events that begin and end the stages of a phase. */
export const stageEventSchemas = [
  z.object({
    /** A stage begins: its load is resolved, and no request is sent yet. A stage in parts has an event for each part. */
    kind: z.literal('stage-began'),
    ...inPhase,
    stage: z.string(),
    load: StageLoadSchema,
    level: StageLevelSchema.exactOptional(),
    /** Which measured requests the client cancels on purpose; absent where none. */
    cancel: StageCancelSchema.exactOptional(),
    /** Unmeasured requests, or conversations, at its beginning. */
    warmupRequests: z.int().nonnegative(),
    /** Seed of lengths and arrivals. */
    seed: z.int(),
    /**
     * Source of prompts: a number of words, a number of tokens by the tokenizer of the server or by an
     * estimate from its usage, or a file.
     */
    prompts: z.enum(['words', 'tokenizer', 'estimate', 'file']),
    /** What prompts share by design; absent for unique prompts. */
    sharing: z.enum(['prefix', 'turns']).exactOptional(),
  }),
  z.object({
    /** Every request of a stage, or of a part of it, has ended. */
    kind: z.literal('stage-ended'),
    ...inPhase,
    stage: z.string(),
    /** The first send of a measured request. */
    windowBeganNs: z.number().nonnegative(),
    /** The end of the load; of one that ends by count, the end of its last request. */
    windowEndedNs: z.number().nonnegative(),
    /** CPU time that the process of the client used in the window, nanoseconds. */
    clientCpuNs: z.number().nonnegative().exactOptional(),
    /** How a stage until decided ended; absent for other stages. */
    decided: StageDecidedSchema.exactOptional(),
    /** Why the stage ended itself; absent where it did not. */
    endedBy: StageEndingSchema.exactOptional(),
  }),
] as const;
