import { waitFor } from '../../stream/long-timer.ts';
import type { PhaseContext } from '../phase.ts';
import { takeOut } from './load-model.ts';

/** Releases the model that is resident and watches what memory stays. */
export async function releaseAndCoolDown(
  phase: PhaseContext,
  model: string,
  durationMs: number,
): Promise<void> {
  phase.journal.step('release and cool down');
  await takeOut(phase, model);
  await phase.target.settle();
  await phase.journal.window('cooldown', () => waitFor(durationMs, phase.signal));
}
