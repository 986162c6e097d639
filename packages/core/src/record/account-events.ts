import type { GpuSampler } from '../collector/gpu-sampler.ts';
import type { ProcessSampler } from '../collector/process-sampler.ts';
import { reusedPids } from '../collector/reused-pids.ts';
import type { RunEvent } from '../stream/run-event.ts';
import { RECORDING_PHASE } from './recording-files.ts';

/** What the samplers of a recording report of themselves at its end, and what could not be read or sampled. */
export function accountEvents(
  { sampler, gpu }: { readonly sampler: ProcessSampler; readonly gpu: GpuSampler },
  atNs: number,
): RunEvent[] {
  const place = { atNs, phase: RECORDING_PHASE };
  const found = gpu.account();
  const missed = [...sampler.unsampled(), ...found.problems];
  return [
    { kind: 'sampler-account', ...place, ...sampler.summary() },
    { kind: 'gpu-account', ...place, ...found },
    ...missed.map((reason) => ({ kind: 'not-sampled' as const, ...place, reason })),
    ...reusedPids(sampler.processes()).map((reused) => ({
      kind: 'pid-reused' as const,
      ...place,
      ...reused,
    })),
  ];
}
