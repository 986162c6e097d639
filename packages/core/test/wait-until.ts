import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';

/** Resolves when the condition holds; checks every millisecond until the test times out. */
export async function waitUntil(condition: () => boolean): Promise<void> {
  while (!condition()) await delay(1);
}

/** The same, but checks at every turn of the event loop: for the order of events, and while timers are fake. */
export async function waitTurns(condition: () => boolean): Promise<void> {
  while (!condition()) await nextTurn();
}
