import { setTimeout as delay } from 'node:timers/promises';
import type { BusStatus, BusSubscription } from '../bus.ts';

/** A change of state is given up when it was not stored for this long, ms: a bus restarts in less. */
const GIVE_UP_MS = 30_000;
const RETRY_MS = 300;

/** What a retry waits for. */
export interface RetryBus {
  readonly address: string;
  readonly isConnected: boolean;
  readonly isClosed: boolean;
  onStatus(listener: (status: BusStatus) => void): BusSubscription;
}

/**
 * Does something over the bus until it works: again after a failure, and not while the bus is disconnected.
 * @throws the last error, when it did not work for 30 s or the bus is closed
 */
export async function untilDone<Result>(
  bus: RetryBus,
  act: () => Promise<Result>,
  isFinal: (error: unknown) => boolean = () => false,
): Promise<Result> {
  const untilMs = performance.now() + GIVE_UP_MS;
  let failure: unknown = new Error('the bus is disconnected');
  while (!bus.isClosed) {
    if (bus.isConnected) {
      try {
        return await act();
      } catch (error) {
        if (isFinal(error)) throw error;
        failure = error;
      }
    }
    if (performance.now() >= untilMs) break;
    await delay(RETRY_MS);
  }
  throw failure;
}
