import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 20;
const PATIENCE_MS = 60_000;

/**
 * Waits until `look` returns a value.
 * @param what named in the error when it never does
 * @param look returns undefined until then
 */
export async function waitUntil<Value>(
  what: string,
  look: () => Value | undefined | Promise<Value | undefined>,
): Promise<Value> {
  const givesUpAt = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > givesUpAt) throw new Error(`Waited ${PATIENCE_MS} ms in vain: ${what}.`);
    await delay(POLL_MS);
  }
}
