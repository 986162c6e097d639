import { isLead } from '../../workload/slice/slice.ts';
import { canLoadModels } from './can-load-models.ts';
import type { PhaseContext } from '../phase.ts';
import { mainModelOf } from './main-model.ts';
import { noteSettings } from './note-settings.ts';
import { watchIdle } from './idle.ts';
import { generatesText } from './generates-text.ts';
import { loadContexts } from './load-contexts.ts';
import { loadModel, recordLoad } from './load-model.ts';
import { measureTemplate } from './measure-template.ts';
import { overfillContext } from './overfill-context.ts';
import type { StepPrompts } from './step-prompts.ts';
import { transitionContexts } from './transition-contexts.ts';

/** Options of the beginning of a phase. */
export interface BeginOptions {
  /** Idle window, milliseconds. */
  readonly idle: number;
  readonly prompts: StepPrompts;
  readonly outputTokens: number;
}

/** Numbers of timed fresh contexts and context transitions. */
export interface ContextCounts {
  readonly contextLoads: number;
  readonly transitions: number;
}

/** For a phase without these options. */
export const FEW_CONTEXTS: ContextCounts = { contextLoads: 3, transitions: 3 };

/** What is not measured where tokens are limited. */
const NOT_OVERFILLED = {
  metric: 'compressionRatio',
  reason: 'with --max-tokens (maxTokens), no prompt longer than the context is sent',
};

/**
 * Begins a phase with what the contract requires of every phase: the idle baseline, the load of the main model, fresh
 * contexts, transitions between two, and an over-long prompt. The plan of a run counts these requests except for the last:
 * its size is unknown before, so it is not sent where tokens are limited.
 * @returns the main model, loaded
 */
export async function beginPhase(
  phase: PhaseContext,
  options: BeginOptions,
  counts: ContextCounts = FEW_CONTEXTS,
): Promise<string> {
  const model = mainModelOf(phase);
  const { slos } = phase;
  if (Object.keys(slos).length > 0) phase.journal.event({ kind: 'slos-set', slos });
  await watchIdle(phase, options.idle);
  // What is timed one by one is of one worker. A model that others load is not loaded again.
  if (!isLead(phase.slice)) {
    if (!canLoadModels(phase)) await recordLoad(phase, model);
    return model;
  }
  const { contextTokens } = await loadModel(phase, model, options);
  await noteSettings(phase, 'before');
  // The results of inputs have no context; the target states what that leaves unmeasured.
  if (!generatesText(phase)) return model;
  await measureTemplate(phase, model);
  const prompts = await options.prompts.of(model);
  await loadContexts(phase, model, counts.contextLoads, prompts);
  await transitionContexts(phase, model, counts.transitions, { contextTokens, prompts });
  // Without a known context size, no prompt is known to exceed it.
  if (Number.isNaN(contextTokens)) return model;
  if (phase.tokens === undefined) await overfillContext(phase, model, contextTokens);
  else phase.journal.event({ kind: 'not-measured', ...NOT_OVERFILLED });
  return model;
}
