import { setTimeout as delay } from 'node:timers/promises';
import { nowNs } from '../../clock.mjs';
import { KernelAccount } from '../../kernel-account.mjs';

const DRAIN_PERIOD_MS = 100;
const DRAINS_PER_LOOK = 5;

/**
 * Drains ten times per second, keeps nothing, and reads the RSS of this process twice per second.
 * @param {number} durationMs
 * @param {number} pageBytes
 * @param {() => void} drain
 * @returns {Promise<number[]>} resident bytes by each look
 */
export async function endure(durationMs, pageBytes, drain) {
  const kernel = new KernelAccount(process.pid, pageBytes);
  // Allocated up front: a growing list would be growth of the process.
  const looks = new Float64Array(Math.ceil(durationMs / (DRAIN_PERIOD_MS * DRAINS_PER_LOOK)));
  const untilNs = nowNs() + durationMs * 1e6;
  let lookCount = 0;
  for (let drains = 1; nowNs() < untilNs; drains++) {
    await delay(DRAIN_PERIOD_MS);
    drain();
    if (drains % DRAINS_PER_LOOK !== 0) continue;
    // Garbage varies with or without a sampler: only retained memory counts.
    globalThis.gc();
    looks[lookCount++] = kernel.rssBytes();
  }
  return [...looks.subarray(0, lookCount)];
}
