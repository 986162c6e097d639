import { nowNs } from '../stream/clock.ts';
import type { EventOf } from '../stream/events/run-event.ts';
import { isInterruption } from './run-errors.ts';
import type { Settled } from './settle.ts';

/**
 * The end of a run, with why it failed.
 * @param failed what kept it from being recorded, or from running at all
 * @param signal aborted where something ended it early
 */
export function endOfRun(
  failed: Settled | undefined,
  signal: Pick<AbortSignal, 'aborted' | 'reason'>,
): EventOf<'run-ended'> {
  const end = { kind: 'run-ended', atNs: nowNs() } as const;
  if (failed !== undefined && !failed.ok) return failedBy(end, failed.error);
  if (!signal.aborted) return { ...end, status: 'complete' };
  const reason: unknown = signal.reason;
  return isInterruption(reason) ? { ...end, status: 'interrupted' } : failedBy(end, reason);
}

function failedBy(
  end: Pick<EventOf<'run-ended'>, 'kind' | 'atNs'>,
  error: unknown,
): EventOf<'run-ended'> {
  return { ...end, status: 'failed', ...(error instanceof Error ? { error } : {}) };
}
