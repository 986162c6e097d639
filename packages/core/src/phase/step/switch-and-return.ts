import { isLead } from '../../workload/slice/slice.ts';
import { canLoadModels } from './can-load-models.ts';
import type { PhaseContext } from '../phase.ts';
import { beginContinuation, compareContinuation } from './compare-continuation.ts';
import type { StepPrompts } from './step-prompts.ts';
import { switchModel } from './switch-model.ts';

/** Metrics that need a second model. */
const CROSS_MODEL_METRICS = ['contextSwitchTime', 'contextPreservation', 'switchMemoryOverlap'];

/** Lengths of the requests of a switch and its return. */
export interface SwitchAndReturnOptions {
  readonly prompts: StepPrompts;
  readonly outputTokens: number;
}

/**
 * Switches from the resident model to another and back, and compares the greedy continuation of one context before
 * and after, and against a control without a switch. Without another model, records what is not measured.
 */
export async function switchAndReturn(
  phase: PhaseContext,
  home: string,
  options: SwitchAndReturnOptions,
): Promise<void> {
  // One worker switches.
  if (!isLead(phase.slice)) return;
  const away = phase.target.description.models.find((model) => model !== home);
  if (away === undefined || !canLoadModels(phase)) {
    const reason = canLoadModels(phase)
      ? 'only one model is configured; pass a second one with --model'
      : 'the target cannot load or switch models';
    for (const metric of CROSS_MODEL_METRICS) {
      phase.journal.event({ kind: 'not-measured', metric, reason });
    }
    return;
  }
  const { prompts, outputTokens } = options;
  const before = await beginContinuation(phase, home, await prompts.of(home), outputTokens);
  if (before !== undefined) await compareContinuation(phase, before, 'control');
  await switchModel(phase, home, away, prompts);
  await switchModel(phase, away, home, prompts);
  if (before !== undefined) await compareContinuation(phase, before, 'switch');
}
