import { waitFor } from '../../stream/long-timer.ts';
import type { PhaseContext } from '../phase.ts';

/** Watches the target before any model is loaded: the baseline of its memory. */
export async function watchIdle(phase: PhaseContext, durationMs: number): Promise<void> {
  phase.journal.step('idle, before a model is loaded');
  await phase.target.settle();
  await phase.journal.window('idle', () => waitFor(durationMs, phase.signal));
}
