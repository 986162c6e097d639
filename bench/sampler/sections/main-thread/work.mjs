import { setImmediate as turn } from 'node:timers/promises';
import { createSampler } from '@loadcell/native';

const PERIOD_NS = 1_000_000;

/** Arithmetic for tens of microseconds; the result keeps the compiler from removing it. */
export function workUnit() {
  let value = 1;
  for (let turns = 0; turns < 20_000; turns++) value = (value * 16_807 + 11) % 2_147_483_647;
  return value;
}

/**
 * Runs a block while this process is sampled at 1 kHz.
 * @template T
 * @param {{ heap: boolean }} options
 * @param {(sampler: import('@loadcell/native').NativeSampler) => T | Promise<T>} block
 * @returns {Promise<T>}
 */
export async function whileSampled({ heap }, block) {
  const sampler = createSampler({ pid: process.pid, periodNs: PERIOD_NS, heap });
  sampler.start();
  try {
    while (sampler.account().ticks === 0) await turn();
    return await block(sampler);
  } finally {
    sampler.stop();
  }
}
