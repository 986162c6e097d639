import type { RunEvent } from '@loadcell/core';
import type { Progress } from './progress.ts';

/** Turns events of a run into progress. Steps come from the runner as text. */
export function followEvents(progress: Progress): (event: RunEvent) => void {
  const failed = new Set<string>();
  return (event) => {
    switch (event.kind) {
      case 'phase-began':
        progress.beginPhase(event.phase);
        break;
      case 'phase-failed':
        // A failed phase also ends, and is shown then.
        failed.add(event.phase);
        break;
      case 'phase-ended':
        progress.endPhase(event.phase, { kind: failed.has(event.phase) ? 'failed' : 'ended' });
        break;
      case 'phase-skipped':
        progress.endPhase(event.phase, { kind: 'skipped', reason: event.reason });
        break;
      default:
        break;
    }
  };
}
