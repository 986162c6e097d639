import { setTimeout as delay } from 'node:timers/promises';
import { createSampler } from '@loadcell/native';
import { blockUntil, nowNs } from '../clock.mjs';
import { memoryUsagePeer, pidusagePeer, systeminformationPeer } from '../peers/node-peers.mjs';
import { IntervalLoop } from '../peers/interval-loop.mjs';
import { atLeast, atMost, measured, worst } from '../../suite/report/figure.mjs';

const PERIOD_NS = 1_000_000;
const PEERS = [memoryUsagePeer, pidusagePeer, systeminformationPeer];

/** @param {number} blockMs */
async function sampleWhileBlocked(blockMs) {
  const sampler = createSampler({ pid: process.pid, periodNs: PERIOD_NS });
  const loops = PEERS.map((peer) => new IntervalLoop(peer.sample));
  sampler.start();
  try {
    for (const loop of loops) loop.start(1);
    while (!loops.every((loop) => loop.stampsNs.length > 0)) await delay(1);
    const startedNs = nowNs();
    blockUntil(startedNs + blockMs * 1e6);
    const endedNs = nowNs();
    const inBlock = (stampNs) => stampNs >= startedNs && stampNs < endedNs;
    const ticks = Math.floor((endedNs - startedNs) / PERIOD_NS);
    const sampled = sampler.drain().timeNs.filter((stampNs) => inBlock(stampNs)).length;
    await Promise.all(loops.map((loop) => loop.stop()));
    return {
      nativeShare: sampled / ticks,
      peerSamples: loops.map((loop) => loop.stampsNs.filter((stampNs) => inBlock(stampNs)).length),
    };
  } finally {
    sampler.stop();
    await Promise.all(loops.map((loop) => loop.stop()));
  }
}

/** @param {{ plan: { blocked: { repeats: number, blockMs: number } } }} context */
export async function measure({ plan }) {
  const { repeats, blockMs } = plan.blocked;
  const results = [];
  for (let repeat = 0; repeat < repeats; repeat++) results.push(await sampleWhileBlocked(blockMs));
  const shares = results.map(({ nativeShare }) => nativeShare);
  return [
    measured('blockedMs', 'ms', blockMs),
    measured('nativeSampledShare', 'ratio', shares, atLeast(0.95)),
    ...PEERS.map((peer, index) => {
      const samples = results.map(({ peerSamples }) => peerSamples[index]);
      return worst(`${peer.name}Samples`, 'count', samples, atMost(0));
    }),
  ];
}
