import { waitFor } from '../../stream/long-timer.ts';
import { isLead } from '../../workload/slice/slice.ts';
import { canLoadModels } from './can-load-models.ts';
import type { PhaseContext } from '../phase.ts';
import { recordUnload } from './load-model.ts';

/** Unloads the model, then observes retained memory. */
export async function releaseAndCoolDown(
  phase: PhaseContext,
  model: string,
  durationMs: number,
): Promise<void> {
  phase.journal.step('release and cool down');
  if (isLead(phase.slice) || !canLoadModels(phase)) await recordUnload(phase, model);
  await phase.target.settle();
  await phase.journal.window('cooldown', () => waitFor(durationMs, phase.signal));
}
