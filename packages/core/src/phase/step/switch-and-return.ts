import { canLoadModels } from './can-load-models.ts';
import type { PhaseContext } from '../phase.ts';
import { beginContinuation, compareContinuation } from './compare-continuation.ts';
import { switchModel } from './switch-model.ts';

/** The metrics that need a second model. */
const CROSS_MODEL_METRICS = ['contextSwitchTime', 'contextPreservation', 'switchMemoryOverlap'];

/** What a switch there and back works with. */
export interface SwitchAndReturnOptions {
  readonly promptTokens: number;
  readonly outputTokens: number;
}

/**
 * Switches from the resident model to another and back, and compares the greedy continuation of one context before
 * and after, and against a control without a switch. Notes what stays unmeasured when there is no other model.
 */
export async function switchAndReturn(
  phase: PhaseContext,
  home: string,
  options: SwitchAndReturnOptions,
): Promise<void> {
  const away = phase.target.description.models.find((model) => model !== home);
  if (away === undefined || !canLoadModels(phase)) {
    const reason = canLoadModels(phase)
      ? 'only one model is configured; give a second one with --model'
      : 'the target does not load or switch models';
    for (const metric of CROSS_MODEL_METRICS) {
      phase.journal.event({ kind: 'not-measured', metric, reason });
    }
    return;
  }
  const { promptTokens, outputTokens } = options;
  const before = await beginContinuation(phase, home, promptTokens, outputTokens);
  if (before !== undefined) await compareContinuation(phase, before, 'control');
  await switchModel(phase, home, away, promptTokens);
  await switchModel(phase, away, home, promptTokens);
  if (before !== undefined) await compareContinuation(phase, before, 'switch');
}
