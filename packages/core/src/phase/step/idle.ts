import { waitFor } from '../../stream/long-timer.ts';
import type { PhaseContext } from '../phase.ts';

/** Idle window before any model is loaded: the memory baseline. */
export async function watchIdle(phase: PhaseContext, durationMs: number): Promise<void> {
  phase.journal.step('idle, before the model load');
  await phase.target.settle();
  await phase.journal.window('idle', () => waitFor(durationMs, phase.signal));
}
