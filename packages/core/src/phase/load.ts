import type { NamedLengths } from '../workload/load-dataset/dataset-survey.ts';
import type { LoadFiles } from '../workload/load-files.ts';
import { lengthBounds } from '../workload/length-spec.ts';
import type { PhaseContext } from './phase.ts';
import { checkContextFits } from './options/context-fit.ts';
import { LoadOptionsSchema, type LoadOptions } from './options/load-options.ts';
import { beginPhase } from './step/begin-phase.ts';
import { releaseAndCoolDown } from './step/release.ts';
import { StepPrompts } from './step/step-prompts.ts';
import { switchAndReturn } from './step/switch-and-return.ts';
import { runStage } from './stage/run-stage.ts';
import { runSweep } from './stage/run-sweep.ts';
import { noteFiles } from './content/note-files.ts';
import { RequestAdditions } from './content/request-additions.ts';
import { StagePrompts } from './stage/stage-prompts.ts';
import type { StageTotals } from './stage/sync/stage-sync.ts';

/** Context size that the target reports before a model is loaded; `NaN` where it reports none. */
function contextTokensOf({ target }: PhaseContext): number {
  const { contextTokens } = target.description.details;
  return typeof contextTokens === 'number' ? contextTokens : Number.NaN;
}

function withAdditions(phase: PhaseContext, options: LoadOptions): PhaseContext {
  const { files, seed, nonce, target, journal } = phase;
  const { api } = target.description.details;
  const additions = new RequestAdditions(
    options,
    files.content ?? {},
    { seed, nonce },
    { api, onUrl: (url) => journal.event({ kind: 'media-by-url', url }) },
  );
  return { ...phase, additions };
}

/** The longest request of each file whose tokens it states. */
function longestOf({ dataset, traces, lengths }: LoadFiles): NamedLengths[] {
  const files = [...(dataset === undefined ? [] : [dataset]), ...traces.values()];
  return [
    ...files.flatMap(({ survey: { longest } }) => longest ?? []),
    ...(lengths === undefined ? [] : [lengths.longest]),
  ];
}

/** The cost of many concurrent users: one load after another, each a stage. */
async function runLoad(phase: PhaseContext, options: LoadOptions): Promise<void> {
  const { outputTokens, isOutputDemanded: isLengthDemanded } = options;
  // Prompts outside of the stages are short, whatever the stages send.
  const setup = {
    idle: options.idle,
    prompts: new StepPrompts(phase, 'load'),
    outputTokens: lengthBounds(outputTokens).max,
  };
  checkContextFits(options, longestOf(phase.files), contextTokensOf(phase));
  noteFiles(phase);
  const model = await beginPhase(phase, setup);
  const prompts = new StagePrompts(phase, model, options);
  await prompts.supply();
  const ended = new Map<string, StageTotals>();
  const setting = {
    phase: withAdditions(phase, options),
    model,
    prompts,
    isLengthDemanded,
    ended,
    ...(options.models === undefined ? {} : { models: options.models }),
  };
  for (const plan of options.stages) {
    phase.watch.refuseLostServer(`stage ${plan.name}`);
    if (plan.kind === 'sweep') await runSweep(setting, plan);
    else ended.set(plan.name, await runStage(setting, plan));
  }
  await switchAndReturn(phase, model, setup);
  await releaseAndCoolDown(phase, model, options.cooldown);
}

export const load = {
  name: 'load',
  options: LoadOptionsSchema,
  run: runLoad,
} as const;
