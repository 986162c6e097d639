import type { PhaseContext } from './phase.ts';
import { checkContextFits } from './context-fit.ts';
import { LoadOptionsSchema, type LoadOptions } from './load-options.ts';
import { beginPhase } from './step/begin-phase.ts';
import { runClosedLoop } from './step/closed-loop.ts';
import { loadBySchedule } from './step/load-by-schedule.ts';
import { makeSupply } from './step/make-supply.ts';
import { releaseAndSettle } from './step/release.ts';
import { switchAndReturn } from './step/switch-and-return.ts';
import { sweepLoad, type SweepLoad } from './step/sweep-load.ts';
import type { PromptSupply } from '../workload/supply/prompt-supply.ts';
import { WordPrompts } from '../workload/supply/word-prompts.ts';

/** Requests that nothing is measured by. Prompts of a file are left for those that are. */
async function warmUp(
  phase: PhaseContext,
  model: string,
  supply: PromptSupply,
  options: LoadOptions,
): Promise<void> {
  const { warmUp: minRequests, concurrency, promptTokens, outputTokens } = options;
  if (minRequests === 0) return;
  const prompts =
    supply.origin === 'file' ? new WordPrompts(phase, promptTokens, outputTokens) : supply;
  const stage = 'warm-up';
  await runClosedLoop(phase, model, { stage, durationMs: 0, minRequests, concurrency, prompts });
}

/** How requests arrive at each rate of a sweep: as in the open loop, where that has a rate. */
function arrivalsOf({ shape, burstiness = 1 }: LoadOptions['schedule']): SweepLoad['arrivals'] {
  if (shape === 'gamma') return { shape, burstiness };
  return { shape: shape === 'constant' ? shape : 'poisson' };
}

/** Tokens that one context of the target holds, as it says before a model is loaded; `NaN` where it does not. */
function contextTokensOf({ target }: PhaseContext): number {
  const { contextTokens } = target.description.details;
  return typeof contextTokens === 'number' ? contextTokens : Number.NaN;
}

/** What many users at once cost: a closed loop at a concurrency, then an open loop by a schedule, then a sweep. */
async function runLoad(phase: PhaseContext, options: LoadOptions): Promise<void> {
  const { outputTokens, loops, sweep, minRequests, concurrency } = options;
  const single = {
    ...options,
    outputTokens: typeof outputTokens === 'number' ? outputTokens : outputTokens.max,
  };
  checkContextFits(options, phase.files.trace, contextTokensOf(phase));
  const model = await beginPhase(phase, single);
  const prompts = await makeSupply(phase, model, options);
  await warmUp(phase, model, prompts, options);
  const durationMs = options.duration / loops.length;
  let closedPerSecond = Number.NaN;
  if (loops.includes('closed')) {
    const stage = 'closed-loop';
    const loop = { stage, durationMs, minRequests, concurrency, prompts } as const;
    closedPerSecond = await runClosedLoop(phase, model, loop);
  }
  if (loops.includes('open')) {
    await loadBySchedule(phase, model, prompts, { ...options, durationMs, closedPerSecond });
  }
  if (sweep !== undefined) {
    const arrivals = arrivalsOf(options.schedule);
    const { stepDuration: stepDurationMs } = sweep;
    await sweepLoad(phase, model, { ...sweep, stepDurationMs, arrivals, prompts });
  }
  await switchAndReturn(phase, model, single);
  await releaseAndSettle(phase, model, options.settle);
}

export const load = {
  name: 'load',
  options: LoadOptionsSchema,
  run: runLoad,
} as const;
