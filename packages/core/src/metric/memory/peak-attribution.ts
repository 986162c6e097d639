import type { PhaseStreams } from '../../stream/phase-streams.ts';
import { describeEvent } from '../format/describe-event.ts';
import { residentSeries } from './resident-memory.ts';
import { samplerPeak } from './sampler-peak.ts';

/** Requests that are told at the most; a busy host has thousands under way. */
const MAX_REQUESTS = 10;

/** What went on when memory was at its peak. */
export interface PeakAttribution {
  bytes: number;
  /** Milliseconds since the phase began. */
  atMs: number;
  /** Models that were in memory or on their way into it. */
  models: string[];
  /** Requests that were under way: how many, and the first of them. */
  requestCount: number;
  requests: { id: number; purpose: string; model: string }[];
  /** The last thing that happened before, in words; absent when nothing had. */
  event?: string;
}

interface Peak {
  readonly bytes: number;
  readonly atNs: number;
}

/** The peak as the sampler kept it, or the largest of the samples when they show more. */
function peakOf(phase: PhaseStreams): Peak | undefined {
  const kept = samplerPeak(phase);
  const { timeNs, bytes } = residentSeries(phase);
  let largest: Peak | undefined = kept !== undefined && !Number.isNaN(kept.atNs) ? kept : undefined;
  for (let index = 0; index < bytes.length; index += 1) {
    const value = bytes[index] ?? Number.NaN;
    if (largest === undefined || value > largest.bytes) {
      largest = { bytes: value, atNs: timeNs[index] ?? Number.NaN };
    }
  }
  return largest;
}

function modelsAt(phase: PhaseStreams, atNs: number): string[] {
  const present = new Set<string>();
  for (const event of phase.events) {
    if (event.atNs > atNs) break;
    if (event.kind === 'model-loading') present.add(event.model);
    if (event.kind === 'model-unloaded') present.delete(event.model);
  }
  return [...present];
}

function lastEventAt(phase: PhaseStreams, atNs: number): string | undefined {
  const before = phase.events.filter((event) => event.atNs <= atNs).toReversed();
  for (const event of before) {
    const words = describeEvent(event);
    if (words !== undefined) return words;
  }
  return undefined;
}

/** Tells what was going on at the peak of a phase's memory; undefined when nothing was sampled. Pure. */
export function peakAttribution(phase: PhaseStreams): PeakAttribution | undefined {
  const peak = peakOf(phase);
  if (peak === undefined) return undefined;
  const { bytes, atNs } = peak;
  // A request that never ended was still under way.
  const underWay = phase.requests.filter(({ sentNs, endNs }) => sentNs <= atNs && !(endNs < atNs));
  const event = lastEventAt(phase, atNs);
  return {
    bytes,
    atMs: (atNs - phase.beganNs) / 1e6,
    models: modelsAt(phase, atNs),
    requestCount: underWay.length,
    requests: underWay
      .slice(0, MAX_REQUESTS)
      .map(({ id, purpose, model }) => ({ id, purpose, model })),
    ...(event === undefined ? {} : { event }),
  };
}
