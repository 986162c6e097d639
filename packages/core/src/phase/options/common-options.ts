import * as z from 'zod';
import { DurationMsSchema } from '../../spec/quantity.ts';
import { lengthSchema } from '../stage/options/length-schema.ts';

/** Options of every phase, with their defaults. */
export const commonOptions = {
  metrics: z.array(z.string()).exactOptional().describe('metrics to report (default: all)'),
  successCriteria: z.record(z.string(), z.number()).default({}).describe('criteria of this phase'),
  idle: DurationMsSchema.prefault('500ms').describe('idle window before the model load'),
  cooldown: DurationMsSchema.prefault('500ms').describe(
    'cooldown window at the end of the phase, after the model unload',
  ),
  inputTokens: lengthSchema(1)
    .exactOptional()
    .describe(
      "prompt length in tokens of the target's tokenizer, a number, { min, max } or a distribution (default: short synthetic prompts); the first prompt after a model load or switch stays short",
    ),
  outputTokens: z.int().min(2).default(12).describe('maximum output tokens of a request'),
};
