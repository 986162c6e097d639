import * as z from 'zod';
import type { PhaseContext } from './phase.ts';
import { DurationMsSchema } from '../spec/quantity.ts';
import { commonOptions } from './options/common-options.ts';
import { beginPhase } from './step/begin-phase.ts';
import { releaseAndCoolDown } from './step/release.ts';
import { StepPrompts } from './step/step-prompts.ts';
import { sendSequentially } from './stage/send-sequentially.ts';
import { switchAndReturn } from './step/switch-and-return.ts';

const BaselineOptionsSchema = z.strictObject({
  ...commonOptions,
  duration: DurationMsSchema.prefault('4s').describe('duration of the sequential requests'),
  minRequests: z
    .int()
    .min(1)
    .exactOptional()
    .describe(
      'minimum number of sequential requests (default: 64, or up to 300 where criteria need them)',
    ),
  contextLoads: z.int().min(1).default(5).describe('fresh contexts to time'),
  transitions: z.int().min(1).default(5).describe('context transitions to time'),
});

/** Options of the phase, as configured. */
export type BaselineConfig = z.output<typeof BaselineOptionsSchema>;

/** Options of the phase, complete. */
export interface BaselineOptions extends BaselineConfig {
  readonly minRequests: number;
}

/** The cost of one user at a time: model load, contexts, sequential requests, a switch, and memory retained after release. */
async function runBaseline(phase: PhaseContext, options: BaselineOptions): Promise<void> {
  const { inputTokens, outputTokens, duration, minRequests } = options;
  const prompts = new StepPrompts(phase, 'baseline', inputTokens);
  const setup = { prompts, outputTokens };
  const model = await beginPhase(phase, { ...options, ...setup }, options);
  phase.journal.step('sequential requests');
  await sendSequentially(phase, model, {
    phase: 'baseline',
    end: { kind: 'time', durationMs: duration, minRequests },
    prompts: await prompts.of(model),
    outputTokens,
  });
  await switchAndReturn(phase, model, setup);
  await releaseAndCoolDown(phase, model, options.cooldown);
}

export const baseline = {
  name: 'baseline',
  options: BaselineOptionsSchema,
  run: runBaseline,
} as const;
