import { setTimeout as delay } from 'node:timers/promises';

/** Resolves when the condition holds; looks again every millisecond until the test's own time is up. */
export async function waitUntil(condition: () => boolean): Promise<void> {
  while (!condition()) await delay(1);
}
