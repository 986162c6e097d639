import { waitFor } from '../../stream/long-timer.ts';
import type { PhaseContext } from '../phase.ts';
import { takeOut } from './load-model.ts';

/** Releases the model that is resident and watches what memory stays. */
export async function releaseAndSettle(
  phase: PhaseContext,
  model: string,
  durationMs: number,
): Promise<void> {
  phase.journal.step('release, and settle');
  await takeOut(phase, model);
  await phase.target.settle();
  await phase.journal.window('settle', () => waitFor(durationMs, phase.signal));
}
