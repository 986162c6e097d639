import { setImmediate as nextTurn } from 'node:timers/promises';
import { nowNs } from '../../../stream/clock.ts';
import { waitFor } from '../../../stream/long-timer.ts';

/** Timers of the event loop fire up to this much late: the rest of a wait is spent turn by turn. */
const TIMER_SLACK_NS = 2e6;

/**
 * Waits until a deadline, CLOCK_MONOTONIC nanoseconds, and returns within a turn of the event loop after it.
 * A deadline that has passed returns at once.
 * @throws the signal's reason when it is aborted meanwhile
 */
export async function sleepUntilNs(deadlineNs: number, signal: AbortSignal): Promise<void> {
  const coarseMs = (deadlineNs - nowNs() - TIMER_SLACK_NS) / 1e6;
  if (coarseMs >= 1) await waitFor(coarseMs, signal);
  while (nowNs() < deadlineNs) {
    signal.throwIfAborted();
    await nextTurn();
  }
}
