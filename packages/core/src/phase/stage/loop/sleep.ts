import { setImmediate as nextTurn } from 'node:timers/promises';
import { nowNs } from '../../../stream/clock.ts';
import { waitFor } from '../../../stream/long-timer.ts';

/** Timers of the event loop fire up to this much late: the rest of a wait is polled turn by turn. */
const TIMER_SLACK_NS = 2e6;

/**
 * Waits until a deadline, CLOCK_MONOTONIC nanoseconds, and returns within a turn of the event loop after it, immediately
 * for a past one.
 * @throws the signal's reason when it is aborted before
 */
export async function sleepUntilNs(deadlineNs: number, signal: AbortSignal): Promise<void> {
  const coarseMs = (deadlineNs - nowNs() - TIMER_SLACK_NS) / 1e6;
  if (coarseMs >= 1) await waitFor(coarseMs, signal);
  while (nowNs() < deadlineNs) {
    signal.throwIfAborted();
    await nextTurn();
  }
}
