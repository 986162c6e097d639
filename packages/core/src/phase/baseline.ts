import * as z from 'zod';
import type { PhaseContext } from './phase.ts';
import { DurationMsSchema } from '../spec/quantity.ts';
import { commonOptions } from './options/common-options.ts';
import { beginPhase } from './step/begin-phase.ts';
import { releaseAndCoolDown } from './step/release.ts';
import { sendSequentially } from './stage/send-sequentially.ts';
import { switchAndReturn } from './step/switch-and-return.ts';

const BaselineOptionsSchema = z.strictObject({
  ...commonOptions,
  duration: DurationMsSchema.prefault('4s').describe('duration of the sequential requests'),
  minRequests: z
    .int()
    .min(1)
    .exactOptional()
    .describe('sequential requests at least (default: 64, or up to 300 where criteria need them)'),
  contextLoads: z.int().min(1).default(5).describe('fresh contexts that are timed'),
  transitions: z.int().min(1).default(5).describe('context transitions that are timed'),
});

/** Options of the phase as they are configured. */
export type BaselineConfig = z.output<typeof BaselineOptionsSchema>;

/** Options of the phase, complete. */
export interface BaselineOptions extends BaselineConfig {
  readonly minRequests: number;
}

/** What one user at a time costs: load, contexts, sequential requests, a switch, and what stays after release. */
async function runBaseline(phase: PhaseContext, options: BaselineOptions): Promise<void> {
  const { promptTokens, outputTokens, duration, minRequests } = options;
  const model = await beginPhase(phase, options, options);
  phase.journal.step('sequential requests');
  await sendSequentially(phase, model, {
    end: { kind: 'time', durationMs: duration, minRequests },
    promptTokens,
    outputTokens,
  });
  await switchAndReturn(phase, model, options);
  await releaseAndCoolDown(phase, model, options.cooldown);
}

export const baseline = {
  name: 'baseline',
  options: BaselineOptionsSchema,
  run: runBaseline,
} as const;
