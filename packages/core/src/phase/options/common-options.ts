import * as z from 'zod';
import { DurationMsSchema } from '../../spec/quantity.ts';

/** Options that every phase takes, with their defaults. */
export const commonOptions = {
  metrics: z.array(z.string()).exactOptional().describe('metrics to report (default: all)'),
  successCriteria: z
    .record(z.string(), z.number())
    .default({})
    .describe('thresholds for this phase, by criterion'),
  idle: DurationMsSchema.prefault('500ms').describe('idle window before a model is loaded'),
  cooldown: DurationMsSchema.prefault('500ms').describe(
    'cooldown window after everything is released',
  ),
  promptTokens: z.int().min(1).default(24).describe('words in a prompt, one token each or more'),
  outputTokens: z.int().min(2).default(12).describe('maximum output tokens of a request'),
};
