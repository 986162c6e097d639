import { setTimeout as delay } from 'node:timers/promises';

/** Resolves when the condition holds; checks every millisecond until the test times out. */
export async function waitUntil(condition: () => boolean): Promise<void> {
  while (!condition()) await delay(1);
}
