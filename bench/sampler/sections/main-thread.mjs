import { setImmediate as turn } from 'node:timers/promises';
import { createSampler } from '@loadcell/native';
import { nowNs } from '../clock.mjs';
import { memoryUsagePeer, pidusagePeer, systeminformationPeer } from '../peers/node-peers.mjs';
import { IntervalLoop } from '../peers/interval-loop.mjs';
import { atLeast, measured } from '../report/figure.mjs';

const PERIOD_NS = 1_000_000;
const PEERS = [memoryUsagePeer, pidusagePeer, systeminformationPeer];

/** Arithmetic for some tens of microseconds; the result keeps it from being left out. */
function workUnit() {
  let value = 1;
  for (let turns = 0; turns < 20_000; turns++) value = (value * 16_807 + 11) % 2_147_483_647;
  return value;
}

/**
 * Units of work in a nanosecond while the loop never gives the thread away. What happens at the end of the block,
 * emptying the ring, is part of its time.
 * @param {number} blockMs
 * @param {() => void} atEnd
 */
function busyBlock(blockMs, atEnd) {
  const startedNs = nowNs();
  const untilNs = startedNs + blockMs * 1e6;
  let units = 0;
  let sum = 0;
  while (nowNs() < untilNs) {
    sum += workUnit();
    units++;
  }
  atEnd();
  return sum > 0 ? units / (nowNs() - startedNs) : Number.NaN;
}

/**
 * The same with a turn of the event loop after every unit: timers fire as in a busy server.
 * @param {number} blockMs
 * @param {() => void} atEnd
 */
async function turningBlock(blockMs, atEnd) {
  const startedNs = nowNs();
  const untilNs = startedNs + blockMs * 1e6;
  let units = 0;
  let sum = 0;
  while (nowNs() < untilNs) {
    sum += workUnit();
    units++;
    await turn();
  }
  atEnd();
  return sum > 0 ? units / (nowNs() - startedNs) : Number.NaN;
}

/**
 * @template T
 * @param {{ heap: boolean }} options
 * @param {(atEnd: () => void) => T | Promise<T>} block
 */
async function withNativeSampler({ heap }, block) {
  const sampler = createSampler({ pid: process.pid, periodNs: PERIOD_NS, heap });
  sampler.start();
  try {
    while (sampler.account().ticks === 0) await turn();
    return await block(() => sampler.drain());
  } finally {
    sampler.stop();
  }
}

/** @param {{ busyRounds: number, blockMs: number }} plan */
async function measureBusyRatios({ busyRounds, blockMs }) {
  const blocks = [
    async () => ({ plain: busyBlock(blockMs, () => {}) }),
    async () => ({
      native: await withNativeSampler({ heap: false }, (atEnd) => busyBlock(blockMs, atEnd)),
    }),
    async () => ({
      nativeWithHeap: await withNativeSampler({ heap: true }, (atEnd) => busyBlock(blockMs, atEnd)),
    }),
  ];
  const ratios = { native: [], nativeWithHeap: [] };
  for (let round = 0; round < busyRounds; round++) {
    // The order goes round and back, so that a machine that slows down or speeds up favours none.
    const first = round % blocks.length;
    const step = round % 2 === 0 ? 1 : blocks.length - 1;
    const parts = [];
    for (let index = 0; index < blocks.length; index++) {
      parts.push(await blocks[(first + index * step) % blocks.length]());
    }
    const { plain, native, nativeWithHeap } = Object.assign({}, ...parts);
    ratios.native.push(native / plain);
    ratios.nativeWithHeap.push(nativeWithHeap / plain);
  }
  return ratios;
}

/** @param {(typeof PEERS)[number]} peer @param {number} blockMs */
async function turningBlockBeside(peer, blockMs) {
  const loop = new IntervalLoop(peer.sample);
  loop.start(1);
  let throughput;
  let samplesInBlock = 0;
  try {
    throughput = await turningBlock(blockMs, () => {
      samplesInBlock = loop.stampsNs.length;
    });
  } finally {
    await loop.stop();
  }
  return { throughput, samplesPerSecond: samplesInBlock / (blockMs / 1e3) };
}

/** @param {{ rounds: number, blockMs: number }} plan */
async function measureTurningRatios({ rounds, blockMs }) {
  const native = [];
  const peers = PEERS.map((peer) => ({ peer, ratios: [], samplesPerSecond: [] }));
  for (let round = 0; round < rounds; round++) {
    const before = await turningBlock(blockMs, () => {});
    const sampled = await withNativeSampler({ heap: true }, (atEnd) =>
      turningBlock(blockMs, atEnd),
    );
    const beside = [];
    for (const { peer } of peers) beside.push(await turningBlockBeside(peer, blockMs));
    const after = await turningBlock(blockMs, () => {});
    const plain = (before + after) / 2;
    native.push(sampled / plain);
    for (const [index, { throughput, samplesPerSecond }] of beside.entries()) {
      peers[index].ratios.push(throughput / plain);
      peers[index].samplesPerSecond.push(samplesPerSecond);
    }
  }
  return { native, peers };
}

/** @param {{ plan: { mainThread: { busyRounds: number, rounds: number, blockMs: number } } }} context */
export async function measure({ plan }) {
  busyBlock(plan.mainThread.blockMs, () => {});
  const busy = await measureBusyRatios(plan.mainThread);
  const { native, peers } = await measureTurningRatios(plan.mainThread);
  return [
    measured('nativeThroughputRatio', 'ratio', busy.native, atLeast(0.99)),
    measured('nativeWithHeapThroughputRatio', 'ratio', busy.nativeWithHeap, atLeast(0.99)),
    measured('nativeWithHeapThroughputRatioWithTurns', 'ratio', native),
    ...peers.flatMap(({ peer, ratios, samplesPerSecond }) => [
      measured(`${peer.name}ThroughputRatioWithTurns`, 'ratio', ratios),
      measured(`${peer.name}SamplesPerSecond`, '1/s', samplesPerSecond),
    ]),
  ];
}
