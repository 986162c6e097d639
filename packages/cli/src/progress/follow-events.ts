import type { RunEvent } from '@loadcell/core';
import type { Progress } from './progress.ts';

/** Turns what a run records into what progress tells. Steps come from the runner itself, in words. */
export function followEvents(progress: Progress): (event: RunEvent) => void {
  const failed = new Map<string, string>();
  return (event) => {
    switch (event.kind) {
      case 'phase-began':
        progress.beginPhase(event.phase);
        break;
      case 'phase-failed':
        // What failed also ends, and is told then.
        failed.set(event.phase, event.error.message);
        break;
      case 'phase-ended': {
        const message = failed.get(event.phase);
        progress.endPhase(
          event.phase,
          message === undefined ? { kind: 'ended' } : { kind: 'failed', message },
        );
        break;
      }
      case 'phase-skipped':
        progress.endPhase(event.phase, { kind: 'skipped', reason: event.reason });
        break;
      default:
        break;
    }
  };
}
