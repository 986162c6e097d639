import { LoadcellError } from '../../spec/error/errors.ts';
import type { RunEvent } from '../../stream/events/run-event.ts';

/** Puts the reason for which the coordinator ended a run in place of the interruptions that its machines recorded. */
export function withFailure(
  events: readonly RunEvent[],
  failure: LoadcellError | undefined,
): readonly RunEvent[] {
  if (failure === undefined) return events;
  return events.map((event) => {
    if (event.kind === 'phase-failed' && isInterruption(event.error)) {
      return { ...event, error: failure };
    }
    if (event.kind === 'run-ended' && event.status === 'interrupted') {
      return { ...event, status: 'failed', error: failure };
    }
    return event;
  });
}

function isInterruption(error: Error): boolean {
  return error instanceof LoadcellError && error.code === 'INTERRUPTED';
}
