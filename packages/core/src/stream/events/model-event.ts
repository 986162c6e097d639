import * as z from 'zod';
import { MeasuredNumberSchema } from '../../spec/measured-number.ts';
import { inPhase } from './event-place.ts';

/** Events about models, their contexts and switches between them. */
export const modelEventSchemas = [
  z
    .object({ kind: z.literal('model-loading'), ...inPhase, model: z.string() })
    .describe('A model load began.'),
  z
    .object({
      kind: z.literal('model-loaded'),
      ...inPhase,
      model: z.string(),
      bytes: MeasuredNumberSchema,
    })
    .describe('A model was loaded.'),
  z
    .object({ kind: z.literal('model-unloaded'), ...inPhase, model: z.string() })
    .describe('A model was unloaded.'),
  z
    .object({
      kind: z.literal('context-opened'),
      ...inPhase,
      model: z.string(),
      context: z.string(),
      tokens: MeasuredNumberSchema.describe(
        'capacity, tokens; not measured where the target does not report it',
      ),
    })
    .describe('A context was opened.'),
  z
    .object({
      kind: z.literal('context-closed'),
      ...inPhase,
      model: z.string(),
      context: z.string(),
    })
    .describe('A context was closed.'),
  z
    .object({ kind: z.literal('switch-began'), ...inPhase, from: z.string(), to: z.string() })
    .describe('A model switch began.'),
  z
    .object({ kind: z.literal('switch-ended'), ...inPhase, from: z.string(), to: z.string() })
    .describe('A model switch ended.'),
  z
    .object({
      kind: z.literal('continuation-compared'),
      ...inPhase,
      model: z.string(),
      between: z
        .enum(['switch', 'control'])
        .describe('`switch` when another model ran in between, `control` when none did'),
      agreeingTokens: z.int().nonnegative(),
      comparedTokens: z.int().nonnegative(),
      contextTokens: MeasuredNumberSchema.describe(
        'not measured where the target does not report it',
      ),
    })
    .describe('Greedy continuations of one context, compared token by token.'),
] as const;
