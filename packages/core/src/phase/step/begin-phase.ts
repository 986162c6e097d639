import type { PhaseContext } from '../phase.ts';
import { mainModelOf } from './main-model.ts';
import { noteSettings } from './note-settings.ts';
import { watchIdle } from './idle.ts';
import { loadContexts } from './load-contexts.ts';
import { loadModel } from './load-model.ts';
import { measureTemplate } from './measure-template.ts';
import { overfillContext } from './overfill-context.ts';
import { transitionContexts } from './transition-contexts.ts';

/** What the beginning of a phase works with. */
export interface BeginOptions {
  /** Idle window, milliseconds. */
  readonly idle: number;
  readonly promptTokens: number;
  readonly outputTokens: number;
}

/** How many fresh contexts and context transitions are timed. */
export interface ContextCounts {
  readonly contextLoads: number;
  readonly transitions: number;
}

/** Where a phase does not say how many. */
export const FEW_CONTEXTS: ContextCounts = { contextLoads: 3, transitions: 3 };

/** What stays unmeasured where tokens have a limit. */
const NOT_OVERFILLED = {
  metric: 'compressionRatio',
  reason: 'with --max-tokens (maxTokens), no prompt longer than the context is sent',
};

/**
 * What every phase begins with, since the contract asks every phase for it: the idle baseline, the load of the main
 * model, fresh contexts, transitions between two, and one that is too long. The plan of a run counts these requests, but
 * for the last: its size is known only now, so it is not sent where tokens have a limit.
 * @returns the main model, resident
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
  const { contextTokens } = await loadModel(phase, model, options);
  await noteSettings(phase, 'before');
  await measureTemplate(phase, model);
  const room = { contextTokens, promptTokens: options.promptTokens };
  await loadContexts(phase, model, counts.contextLoads, options.promptTokens);
  await transitionContexts(phase, model, counts.transitions, room);
  // A host that does not say what a context holds cannot be given too much of it.
  if (Number.isNaN(contextTokens)) return model;
  if (phase.tokens === undefined) await overfillContext(phase, model, contextTokens);
  else phase.journal.event({ kind: 'not-measured', ...NOT_OVERFILLED });
  return model;
}
