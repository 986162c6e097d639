import { LoadcellError } from '../../spec/error/errors.ts';
import type { RunEvent } from '../../stream/events/run-event.ts';

/**
 * Puts the reason for which the coordinator ended a run in place of what its machines recorded of it: the same reason without
 * its details, or an interruption. Each phase has it once.
 */
export function withFailure(
  events: readonly RunEvent[],
  failure: LoadcellError | undefined,
): readonly RunEvent[] {
  if (failure === undefined) return events;
  const failedPhases = new Set<string>();
  return events.flatMap((event): RunEvent[] => {
    if (event.kind === 'phase-failed' && isOf(failure, event.error)) {
      if (failedPhases.has(event.phase)) return [];
      failedPhases.add(event.phase);
      return [{ ...event, error: failure }];
    }
    if (event.kind !== 'run-ended') return [event];
    const isUnexplained = event.status === 'failed' && event.error === undefined;
    const isEnded = event.status === 'interrupted' || isUnexplained || isOf(failure, event.error);
    if (!isEnded) return [event];
    return [{ ...event, status: 'failed', error: failure }];
  });
}

/** Whether an error of a machine is the end of the run for all. */
function isOf({ summary }: LoadcellError, error: Error | undefined): boolean {
  if (!(error instanceof LoadcellError)) return false;
  return error.code === 'INTERRUPTED' || error.summary.endsWith(summary);
}
