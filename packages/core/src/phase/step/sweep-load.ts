import { highestMet, type SweepStep } from '../../stream/sweep-steps.ts';
import type { PromptSupply } from '../../workload/supply/prompt-supply.ts';
import { createRandom } from '../../workload/random.ts';
import { makeSchedule, type Schedule } from '../../workload/schedule.ts';
import { nextLevel, type SweepOptions } from '../../workload/sweep.ts';
import type { PhaseContext } from '../phase.ts';
import { runClosedLoop } from './closed-loop.ts';
import { LevelWatch } from './level-watch.ts';
import { runOpenLoop } from './open-loop.ts';

/** How a sweep arrives, and what it asks. */
export interface SweepLoad extends Omit<SweepOptions, 'isWhole'> {
  readonly over: 'rate' | 'concurrency';
  /** Of each level. */
  readonly stepDurationMs: number;
  /** Of each level, at the least: a low rate goes on for longer. */
  readonly minRequests: number;
  /** Share of the requests that must keep every objective. */
  readonly attainment: number;
  /** How arrivals of a rate come. */
  readonly arrivals:
    | { readonly shape: 'constant' | 'poisson' }
    | { readonly shape: 'gamma'; readonly burstiness: number };
  readonly prompts: PromptSupply;
}

function scheduleOf(phase: PhaseContext, sweep: SweepLoad, level: number, step: number): Schedule {
  const durationMs = Math.max(sweep.stepDurationMs, (sweep.minRequests / level) * 1000);
  const random = createRandom(phase.seed, `sweep ${step}`);
  return makeSchedule({ ...sweep.arrivals, ratePerSecond: level, durationMs }, random);
}

/** Puts one level on the host. Resolves when all its requests are over. */
async function runLevel(
  phase: PhaseContext,
  model: string,
  sweep: SweepLoad,
  level: number,
  step: number,
): Promise<void> {
  const { prompts, stepDurationMs, minRequests } = sweep;
  if (sweep.over === 'concurrency') {
    await runClosedLoop(phase, model, {
      stage: 'sweep',
      durationMs: stepDurationMs,
      minRequests,
      concurrency: level,
      prompts,
      level: step,
    });
    return;
  }
  const schedule = scheduleOf(phase, sweep, level, step);
  await runOpenLoop(phase, model, {
    stage: 'sweep',
    schedule,
    origin: prompts.origin,
    prompts: prompts.of(`sweep ${step}`),
    ...(prompts.sharing === undefined ? {} : { sharing: prompts.sharing }),
  });
  prompts.noteSent(schedule.offsetsNs.length);
}

/**
 * Raises rate or concurrency until the objectives break, then closes in on the highest level that meets them. Every level
 * waits for its last answer, so that none inherits the queue of another; its requests are of their own purpose and in no
 * service metric.
 */
export async function sweepLoad(
  phase: PhaseContext,
  model: string,
  sweep: SweepLoad,
): Promise<void> {
  const options = { ...sweep, isWhole: sweep.over === 'concurrency' };
  const steps: SweepStep[] = [];
  for (let level = nextLevel(options, steps); level !== undefined;) {
    const watch = new LevelWatch(phase);
    await runLevel(watch.phase, model, sweep, level, steps.length);
    phase.journal.event({
      kind: 'sweep-step',
      variable: sweep.over,
      level,
      ...watch.window,
      neededAttainment: sweep.attainment,
    });
    const isMet = watch.attainment >= sweep.attainment;
    phase.journal.step(
      `${sweep.over} ${level}: ${(100 * watch.attainment).toFixed(1)} % kept the objectives${isMet ? '' : ', too few'}`,
    );
    steps.push({ level, isMet });
    level = nextLevel(options, steps);
  }
  const best = highestMet(steps);
  phase.journal.step(
    Number.isNaN(best) ? 'no level met the objectives' : `highest ${sweep.over} that met: ${best}`,
  );
}
