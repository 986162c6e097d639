import { atLeast, HIGHER, measured } from '../../suite/report/figure.mjs';
import { measureBusyRatios } from './main-thread/busy-loop.mjs';
import { measureTurningRatios } from './main-thread/turning-loop.mjs';

/** @param {import('../sections.mjs').SectionContext} context */
export async function measure({ plan }) {
  const { native, withHeap } = await measureBusyRatios(plan.mainThread);
  const turning = await measureTurningRatios(plan.mainThread);
  return [
    measured('nativeThroughputRatio', 'ratio', native.time, atLeast(0.99)),
    measured('nativeWithHeapThroughputRatio', 'ratio', withHeap.time, atLeast(0.99)),
    measured('nativeThroughputRatioByCpuTime', 'ratio', native.cpuTime, HIGHER),
    measured('nativeWithHeapThroughputRatioByCpuTime', 'ratio', withHeap.cpuTime, HIGHER),
    measured('nativeWithHeapThroughputRatioWithTurns', 'ratio', turning.native, HIGHER),
    ...turning.peers.flatMap(({ peer, ratios, samplesPerSecond }) => [
      measured(`${peer.name}ThroughputRatioWithTurns`, 'ratio', ratios),
      measured(`${peer.name}SamplesPerSecond`, '1/s', samplesPerSecond),
    ]),
  ];
}
