import type { z } from 'zod';
import { resolveStages, type StagePlan } from '../../../src/phase/stage/options/resolve-stages.ts';
import type { ModelMix } from '../../../src/phase/stage/mix/model-mix.ts';
import { runStage } from '../../../src/phase/stage/run-stage.ts';
import { runSweep } from '../../../src/phase/stage/run-sweep.ts';
import { StageSchema } from '../../../src/phase/stage/options/stage-options.ts';
import { StagePrompts, type PromptOptions } from '../../../src/phase/stage/stage-prompts.ts';
import type { StageTotals } from '../../../src/phase/stage/sync/stage-sync.ts';
import { measureStage } from '../../../src/metric/measure/measure.ts';
import { streamsOfStages, type StageStreams } from '../../../src/metric/measure/stage-streams.ts';
import type { Stage } from '../../../src/stream/stage/stages.ts';
import { ScriptedTarget } from '../../target/scripted-target.ts';
import type { Script } from '../../target/script.ts';
import { RecordedPhase } from '../recorded-phase.ts';

/** A stage as configured. */
export type StageInput = z.input<typeof StageSchema>;

/** Short prompts and responses of two tokens. */
const PROMPTS: PromptOptions = { outputTokens: 2, uniquePrompts: false };

/** A scripted target with its first model loaded, and a phase on it. */
export async function loaded(
  script: Partial<Script> = {},
  given: ConstructorParameters<typeof RecordedPhase>[2] = {},
) {
  const target = new ScriptedTarget(script);
  await target.load('small');
  return { target, phase: new RecordedPhase(target, 'unload-first', given) };
}

/** Runs stages in order, with every plan resolved. @returns the totals of each stage, by name */
export async function runStages(
  phase: RecordedPhase,
  stages: readonly StageInput[],
  {
    model = 'small',
    prompts = {},
    ...mixing
  }: { model?: string; prompts?: Partial<PromptOptions>; models?: ModelMix } = {},
): Promise<Map<string, StageTotals>> {
  const plans: StagePlan[] = resolveStages(
    stages.map((stage) => StageSchema.parse(stage)),
    10_000,
  );
  const ended = new Map<string, StageTotals>();
  const { context } = phase;
  const supplies = new StagePrompts(context, model, { ...PROMPTS, ...prompts });
  const setting = {
    phase: context,
    model,
    prompts: supplies,
    isLengthDemanded: false,
    ended,
    ...mixing,
  };
  for (const plan of plans) {
    if (plan.kind === 'sweep') await runSweep(setting, plan);
    else ended.set(plan.name, await runStage(setting, plan));
  }
  return ended;
}

/** The recorded stage with a name. */
export function stageOf(phase: RecordedPhase, name: string): Stage {
  const stage = phase.streams().stages.find((one) => one.name === name);
  if (stage === undefined) throw new Error(`There is no stage ${name}.`);
  return stage;
}

/** The recorded data of a stage, and its figures. */
export function measured(phase: RecordedPhase, name: string) {
  const streams = streamsOfStages(phase.streams()).find(({ stage }) => stage.name === name);
  if (streams === undefined) throw new Error(`There is no stage ${name}.`);
  const [window] = streams.stage.windows;
  if (window === undefined) throw new Error(`Stage ${name} has no window.`);
  const measurements = measureStage(streams);
  return { streams, window, of: (metric: string) => averageOf(measurements, metric) };
}

function averageOf(measurements: ReturnType<typeof measureStage>, metric: string): number {
  return measurements[metric]?.avg ?? Number.NaN;
}

/** The measured requests of a stage. */
export function measuredRows({ requests }: StageStreams) {
  return requests.filter(({ purpose }) => purpose !== 'warm-up');
}
