import { setTimeout as delay } from 'node:timers/promises';
import { IntervalLoop } from '../../peers/interval-loop.mjs';
import {
  memoryUsagePeer,
  memoryUsageRssPeer,
  pidusagePeer,
  systeminformationPeer,
} from '../../peers/node-peers.mjs';
import { findPsutil, measurePsutilCost } from '../../peers/psutil.mjs';
import { median } from '../../../suite/statistics.mjs';

/**
 * Cost of one sample, microseconds.
 * @typedef {object} PeerCost
 * @property {string} name
 * @property {string} [missing] why it could not be measured; the figures are NaN then
 * @property {number} netUs the median call in a 1 kHz loop; of a call that continues in the background, the CPU time of
 *   the loop's turns less that of turns without a sample
 * @property {number} grossUs CPU time of a turn of a 1 kHz loop, or of as many turns as a sample takes
 * @property {number} tightUs CPU time of a call in a loop without pauses
 */

const PEERS = [memoryUsageRssPeer, memoryUsagePeer, pidusagePeer, systeminformationPeer];
const UNCOUNTED_MS = 50;

/** CPU time of this process and all its threads. */
function cpuUs() {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/**
 * @param {() => unknown} sample
 * @param {number} durationMs
 * @returns {Promise<{ cpuUs: number, ticks: number, samples: number, durationsNs: number[] }>}
 */
async function runLoop(sample, durationMs) {
  const loop = new IntervalLoop(sample);
  loop.start(1);
  try {
    await delay(UNCOUNTED_MS);
    const before = { cpuUs: cpuUs(), ticks: loop.ticks, samples: loop.stampsNs.length };
    await delay(durationMs);
    return {
      cpuUs: cpuUs() - before.cpuUs,
      ticks: loop.ticks - before.ticks,
      samples: loop.stampsNs.length - before.samples,
      durationsNs: loop.durationsNs,
    };
  } finally {
    await loop.stop();
  }
}

/** @param {() => unknown} sample @param {number} durationMs */
async function tightCallUs(sample, durationMs) {
  const endMs = performance.now() + durationMs;
  const beforeUs = cpuUs();
  let calls = 0;
  while (performance.now() < endMs) {
    const sampled = sample();
    if (sampled instanceof Promise) await sampled;
    calls++;
  }
  return (cpuUs() - beforeUs) / calls;
}

/**
 * One round of all peers.
 * @param {number} durationMs of each loop
 * @returns {Promise<PeerCost[]>}
 */
export async function measurePeerCosts(durationMs) {
  const idle = await runLoop(() => undefined, durationMs);
  const idleTickUs = idle.cpuUs / idle.ticks;
  const costs = [];
  for (const { name, sample } of PEERS) {
    const used = await runLoop(sample, durationMs);
    costs.push({
      name,
      netUs:
        used.durationsNs.length > 0
          ? median(used.durationsNs) / 1e3
          : (used.cpuUs - idleTickUs * used.ticks) / used.samples,
      grossUs: used.cpuUs / used.samples,
      tightUs: await tightCallUs(sample, durationMs / 4),
    });
  }
  return [...costs, measurePsutil(durationMs)];
}

/** @param {number} durationMs @returns {PeerCost} */
function measurePsutil(durationMs) {
  const psutil = findPsutil();
  if (psutil.missing !== undefined) {
    const { missing } = psutil;
    return { name: 'psutil', missing, netUs: Number.NaN, grossUs: Number.NaN, tightUs: Number.NaN };
  }
  return { name: 'psutil', ...measurePsutilCost(psutil.python, process.pid, durationMs) };
}
