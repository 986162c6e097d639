import type { StageLevel } from '../../stream/stage/stage-load.ts';
import { isLoadRunner } from '../../target/load-runner.ts';
import type { PromptSupply } from '../../workload/supply/prompt-supply.ts';
import { shifted, slicedDraw, sliceOf } from '../../workload/slice/slice.ts';
import { createCutDraw } from './cancel/cut-draw.ts';
import { closedStage } from './kind/closed-stage.ts';
import { createModelDraw } from './mix/model-mix.ts';
import { inStage } from './in-stage.ts';
import type { StagePlan } from './options/resolve-stages.ts';
import { openStage, rampStage, traceStage } from './kind/scheduled-stage.ts';
import { sessionStage } from './kind/session-stage.ts';
import type { ReadyStage, StageSetting } from './stage-runner.ts';
import type { StageTotals } from './sync/stage-sync.ts';

/** A stage that is one load. */
export type SinglePlan = Exclude<StagePlan, { kind: 'sweep' }>;

/** A level of a sweep. */
export interface LevelOfSweep {
  readonly level: StageLevel;
  /** Prompts of the level. */
  readonly supply: PromptSupply;
}

/**
 * Runs one stage. Its load is prepared and the client calibrated before it begins; it ends with its last request.
 * @param of the level of a sweep, whose requests are probes; absent for other stages
 * @returns how the stage went, over all workers
 * @throws {TestError} when its rate has no value
 * @throws as `inStage` does, when the phase cannot go on after it
 */
export async function runStage(
  setting: StageSetting,
  plan: SinglePlan,
  of?: LevelOfSweep,
): Promise<StageTotals> {
  const { phase, model, isLengthDemanded, models } = setting;
  const { name, warmup, limits, cancel } = plan;
  const ready = await makeReady(setting, plan, of?.supply);
  if (isLoadRunner(phase.target) && ready.slice !== undefined) {
    await phase.client?.calibrate(ready.expected);
  }
  phase.journal.step(`stage ${name}`);
  const facts = {
    phase: 'load',
    ...ready,
    name,
    warmup,
    limits,
    ...(of === undefined ? {} : { level: of.level }),
    ...(cancel === undefined ? {} : { cancel }),
  } as const;
  const { seed } = phase;
  const { slice = phase.slice } = ready;
  const cutting =
    cancel === undefined
      ? {}
      : { drawCut: slicedDraw(createCutDraw(seed, name, cancel), shifted(slice, warmup)) };
  const mixing =
    models === undefined
      ? {}
      : { drawModel: slicedDraw(createModelDraw(seed, name, models), slice) };
  const purpose = of === undefined ? 'load' : 'probe';
  const until = ready.untilDecided === undefined ? {} : { untilDecided: ready.untilDecided };
  const work = {
    name,
    model,
    warmup: sliceOf(warmup, slice),
    slice,
    purpose,
    isLengthDemanded,
    ...until,
    ...cutting,
    ...mixing,
  } as const;
  const totals = await inStage(phase, facts, async (inside) => {
    // Without a part in the stage, the others are waited for.
    if (ready.slice === undefined) return;
    phase.additions?.beginStage(ready.slice);
    await ready.run({ ...work, ...inside });
  });
  ready.conclude?.(totals);
  return totals;
}

async function makeReady(
  setting: StageSetting,
  plan: SinglePlan,
  supply?: PromptSupply,
): Promise<ReadyStage> {
  switch (plan.kind) {
    case 'closed':
      return closedStage(setting, plan, supply ?? (await setting.prompts.supply()));
    case 'open':
      return openStage(setting, plan, supply ?? (await setting.prompts.supply()));
    case 'ramp':
      return rampStage(setting, plan, supply ?? (await setting.prompts.supply()));
    case 'trace':
      return await traceStage(setting, plan);
    case 'sessions':
      return await sessionStage(setting, plan);
  }
}
