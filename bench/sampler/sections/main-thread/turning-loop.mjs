import { setImmediate as turn } from 'node:timers/promises';
import { nowNs } from '../../clock.mjs';
import { IntervalLoop } from '../../peers/interval-loop.mjs';
import { memoryUsagePeer, pidusagePeer, systeminformationPeer } from '../../peers/node-peers.mjs';
import { whileSampled, workUnit } from './work.mjs';

const PEERS = [memoryUsagePeer, pidusagePeer, systeminformationPeer];

/**
 * Units of work per nanosecond, with a turn of the event loop after every unit: timers fire as in a busy server. The end
 * of the block is part of its time.
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
export async function measureTurningRatios({ rounds, blockMs }) {
  const native = [];
  const peers = PEERS.map((peer) => ({ peer, ratios: [], samplesPerSecond: [] }));
  for (let round = 0; round < rounds; round++) {
    const before = await turningBlock(blockMs, () => {});
    const sampled = await whileSampled({ heap: true }, (sampler) =>
      turningBlock(blockMs, () => sampler.drain()),
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
