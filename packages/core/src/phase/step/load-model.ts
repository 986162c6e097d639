import { nowNs } from '../../stream/clock.ts';
import type { LoadedModel } from '../../target/target.ts';
import { canLoadModels } from './can-load-models.ts';
import type { PhaseContext } from '../phase.ts';
import { issueRequest } from './issue-request.ts';
import type { StepPrompts } from './step-prompts.ts';

/** Loads a model and records it; a target that keeps its models loaded only reports on it. */
export async function recordLoad(phase: PhaseContext, model: string): Promise<LoadedModel> {
  if (!canLoadModels(phase)) return await phase.target.load(model, phase.signal);
  phase.journal.event({ kind: 'model-loading', model });
  const loaded = await phase.target.load(model, phase.signal);
  phase.journal.event({ kind: 'model-loaded', model, bytes: loaded.bytes });
  return loaded;
}

/** Unloads a model and records it. */
export async function recordUnload(phase: PhaseContext, model: string): Promise<void> {
  await phase.target.unload(model);
  if (!canLoadModels(phase)) return;
  phase.journal.event({ kind: 'model-unloaded', model });
}

/** Times a model load from the call to the first token, then sends an unmeasured warm-up request. */
export async function loadModel(
  phase: PhaseContext,
  model: string,
  { prompts, outputTokens }: { readonly prompts: StepPrompts; readonly outputTokens: number },
): Promise<LoadedModel> {
  phase.journal.step(`load ${model}`);
  const beganNs = nowNs();
  const loaded = await recordLoad(phase, model);
  // The tokens of a model are learned once it is loaded, and its load is timed to the first token.
  const first = prompts.short();
  // If the model was already loaded, this is a first request and not a load.
  const isLoaded = canLoadModels(phase) && loaded.isHeld !== true;
  const purpose = isLoaded ? 'model-load' : 'warm-up';
  await issueRequest(phase, { ...first, purpose, model, maxTokens: 1, beganNs });
  const next = (await prompts.of(model)).next();
  await issueRequest(phase, {
    ...next,
    purpose: 'warm-up',
    model,
    maxTokens: outputTokens,
  });
  return loaded;
}
