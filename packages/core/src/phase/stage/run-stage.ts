import type { StageLevel } from '../../stream/stage/stage-load.ts';
import { isLoadRunner } from '../../target/load-runner.ts';
import type { PromptSupply } from '../../workload/supply/prompt-supply.ts';
import { createCutDraw } from './cancel/cut-draw.ts';
import { closedStage } from './kind/closed-stage.ts';
import { createModelDraw } from './mix/model-mix.ts';
import { inStage } from './in-stage.ts';
import type { StagePlan } from './options/resolve-stages.ts';
import { openStage, rampStage, traceStage } from './kind/scheduled-stage.ts';
import { sessionStage } from './kind/session-stage.ts';
import type { ReadyStage, StageSetting } from './stage-runner.ts';
import type { StageWatch } from './stage-watch.ts';

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
 * @returns how the stage went
 * @throws {TestError} when its rate has no value
 * @throws as `inStage` does, when the phase cannot go on after it
 */
export async function runStage(
  setting: StageSetting,
  plan: SinglePlan,
  of?: LevelOfSweep,
): Promise<StageWatch> {
  const { phase, model, isLengthDemanded, models } = setting;
  const { name, warmup, limits, cancel } = plan;
  const ready = await makeReady(setting, plan, of?.supply);
  if (isLoadRunner(phase.target)) await phase.client?.calibrate(ready.expected);
  phase.journal.step(`stage ${name}`);
  const facts = {
    ...ready,
    name,
    warmup,
    limits,
    ...(of === undefined ? {} : { level: of.level }),
    ...(cancel === undefined ? {} : { cancel }),
  };
  const cutting = cancel === undefined ? {} : { drawCut: createCutDraw(phase.seed, name, cancel) };
  const mixing =
    models === undefined ? {} : { drawModel: createModelDraw(phase.seed, name, models) };
  const purpose = of === undefined ? 'load' : 'probe';
  const until = ready.untilDecided === undefined ? {} : { untilDecided: ready.untilDecided };
  const work = {
    name,
    model,
    warmup,
    purpose,
    isLengthDemanded,
    ...until,
    ...cutting,
    ...mixing,
  } as const;
  return await inStage(phase, facts, (inside, watch, stageLimits) =>
    ready.run({ phase: inside, ...work, watch, limits: stageLimits }),
  );
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
