import * as z from 'zod';
import { ConfigError } from '../spec/error/errors.ts';
import { nowNs } from '../stream/clock.ts';
import { DurationMsSchema } from '../spec/quantity.ts';
import { commonOptions } from './options/common-options.ts';
import { isWhole, WHOLE } from '../workload/slice/slice.ts';
import type { PhaseContext } from './phase.ts';
import { beginPhase } from './step/begin-phase.ts';
import { beginContinuation, compareContinuation } from './step/compare-continuation.ts';
import { releaseAndCoolDown } from './step/release.ts';
import { StepPrompts } from './step/step-prompts.ts';
import { aloneSync } from './stage/sync/local-sync.ts';
import { sendSequentially } from './stage/send-sequentially.ts';
import { switchModel } from './step/switch-model.ts';

const CrossModelOptionsSchema = z.strictObject({
  ...commonOptions,
  duration: DurationMsSchema.prefault('3s').describe('minimum duration of the switching'),
  minSwitches: z.int().min(2).default(8).describe('minimum number of switches'),
  requestsPerSwitch: z.int().min(1).default(2).describe('requests on the new model after a switch'),
  continuationTokens: z.int().min(1).default(24).describe('number of greedy tokens to compare'),
});

type CrossModelOptions = z.output<typeof CrossModelOptionsSchema>;

/** The cost of sharing a machine between models: A, B, A, B… with requests on each, and how much of a context survives. */
async function runCrossModel(given: PhaseContext, options: CrossModelOptions): Promise<void> {
  // One worker runs the phase, without the others.
  const phase = isWhole(given.slice) ? given : { ...given, slice: WHOLE, sync: aloneSync() };
  const { inputTokens, outputTokens, continuationTokens } = options;
  const prompts = new StepPrompts(phase, 'cross-model', inputTokens);
  const home = await beginPhase(phase, { ...options, prompts });
  const away = phase.target.description.models.find((model) => model !== home);
  if (away === undefined)
    throw new ConfigError('cross-model needs a second model', {
      help: 'pass a second one with --model',
    });
  const untilNs = nowNs() + options.duration * 1e6;
  for (let switches = 0; switches < options.minSwitches || nowNs() < untilNs; switches += 2) {
    const before = await beginContinuation(phase, home, await prompts.of(home), continuationTokens);
    if (before !== undefined) await compareContinuation(phase, before, 'control');
    for (const [from, to] of [
      [home, away],
      [away, home],
    ] as const) {
      await switchModel(phase, from, to, prompts);
      await sendSequentially(phase, to, {
        phase: 'cross-model',
        end: { kind: 'count', requests: options.requestsPerSwitch },
        prompts: await prompts.of(to),
        outputTokens,
      });
    }
    if (before !== undefined) await compareContinuation(phase, before, 'switch');
  }
  await releaseAndCoolDown(phase, home, options.cooldown);
}

export const crossModel = {
  name: 'cross-model',
  options: CrossModelOptionsSchema,
  run: runCrossModel,
} as const;
