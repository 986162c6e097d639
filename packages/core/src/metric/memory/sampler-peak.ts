import type { PhaseStreams } from '../../stream/phase-streams.ts';

/** The largest RSS of a process that the sampler saw, and when. */
export interface SamplerPeak {
  readonly bytes: number;
  /** CLOCK_MONOTONIC nanoseconds; `NaN` when unknown. */
  readonly atNs: number;
}

/**
 * The largest peak that a sampler kept by itself in this phase. It includes rows that found the ring full, so it may lie
 * above every sample. A peak dated outside the phase belongs to another phase.
 */
export function samplerPeak(phase: PhaseStreams): SamplerPeak | undefined {
  let largest: SamplerPeak | undefined;
  for (const event of phase.events) {
    if (event.kind !== 'sampling-quality' || Number.isNaN(event.peakRssBytes)) continue;
    if (event.peakAtNs < phase.beganNs || event.peakAtNs > phase.endedNs) continue;
    if (largest === undefined || event.peakRssBytes > largest.bytes) {
      largest = { bytes: event.peakRssBytes, atNs: event.peakAtNs };
    }
  }
  return largest;
}
