import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import { nowNs } from '../stream/clock.ts';

/** Timers of the event loop fire up to this much late: the rest of a wait is spent turn by turn. */
const TIMER_SLACK_NS = 2e6;

/**
 * Waits for a length of time.
 * @throws the signal's reason when it is aborted meanwhile
 */
export async function sleepMs(durationMs: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(durationMs, undefined, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}

/**
 * Waits until a deadline, CLOCK_MONOTONIC nanoseconds, and returns within a turn of the event loop after it.
 * A deadline that has passed returns at once.
 * @throws the signal's reason when it is aborted meanwhile
 */
export async function sleepUntilNs(deadlineNs: number, signal: AbortSignal): Promise<void> {
  const coarseMs = (deadlineNs - nowNs() - TIMER_SLACK_NS) / 1e6;
  if (coarseMs >= 1) await sleepMs(coarseMs, signal);
  while (nowNs() < deadlineNs) {
    signal.throwIfAborted();
    await nextTurn();
  }
}
