import { readFileSync } from 'node:fs';
import { nowNs } from '../../clock.mjs';
import { whileSampled, workUnit } from './work.mjs';

/**
 * Work done in a block: per nanosecond of time, and per nanosecond of the CPU time of the main thread and the sampler
 * together, which other programs on the machine do not affect.
 * @typedef {{ perTime: number, perCpuTime: number }} Throughput
 *
 * @typedef {{ time: number[], cpuTime: number[] }} Ratios with sampling over without, one for each round
 */

/** CPU time of this thread by the scheduler. */
function threadCpuNs() {
  return Number(readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')[0]);
}

/**
 * A loop that never yields the thread. The ring is drained at the end of the block, as part of it.
 * @param {number} blockMs
 * @param {import('@loadcell/native').NativeSampler} [sampler]
 * @returns {Throughput}
 */
function busyBlock(blockMs, sampler) {
  const samplerCpuNs = () => sampler?.account().cpuNs ?? 0;
  const startedCpuNs = threadCpuNs() + samplerCpuNs();
  const startedNs = nowNs();
  const untilNs = startedNs + blockMs * 1e6;
  let units = 0;
  let sum = 0;
  while (nowNs() < untilNs) {
    sum += workUnit();
    units++;
  }
  sampler?.drain();
  const timeNs = nowNs() - startedNs;
  const cpuNs = threadCpuNs() + samplerCpuNs() - startedCpuNs;
  const done = sum > 0 ? units : Number.NaN;
  return { perTime: done / timeNs, perCpuTime: done / cpuNs };
}

/**
 * @param {{ busyRounds: number, blockMs: number }} plan
 * @returns {Promise<{ native: Ratios, withHeap: Ratios }>}
 */
export async function measureBusyRatios({ busyRounds, blockMs }) {
  const blocks = [
    async () => ({ plain: busyBlock(blockMs) }),
    async () => ({
      native: await whileSampled({ heap: false }, (sampler) => busyBlock(blockMs, sampler)),
    }),
    async () => ({
      withHeap: await whileSampled({ heap: true }, (sampler) => busyBlock(blockMs, sampler)),
    }),
  ];
  busyBlock(blockMs);
  const native = { time: [], cpuTime: [] };
  const withHeap = { time: [], cpuTime: [] };
  for (let round = 0; round < busyRounds; round++) {
    // The order rotates and reverses, so that a drift of the machine favors none.
    const first = round % blocks.length;
    const step = round % 2 === 0 ? 1 : blocks.length - 1;
    const parts = [];
    for (let index = 0; index < blocks.length; index++) {
      parts.push(await blocks[(first + index * step) % blocks.length]());
    }
    const throughput = Object.assign({}, ...parts);
    addRatios(native, throughput.native, throughput.plain);
    addRatios(withHeap, throughput.withHeap, throughput.plain);
  }
  return { native, withHeap };
}

/** @param {Ratios} ratios @param {Throughput} sampled @param {Throughput} plain */
function addRatios(ratios, sampled, plain) {
  ratios.time.push(sampled.perTime / plain.perTime);
  ratios.cpuTime.push(sampled.perCpuTime / plain.perCpuTime);
}
