import type { PhaseStreams } from '../../stream/phase-streams.ts';
import { describeEvent } from '../format/describe-event.ts';
import { residentSeries } from './resident-memory.ts';
import { samplerPeak } from './sampler-peak.ts';

/** Maximum number of requests listed; a busy server has thousands in flight. */
const MAX_REQUESTS = 10;

/** What happened at the peak of memory. */
export interface PeakAttribution {
  bytes: number;
  /** Milliseconds since the phase began. */
  atMs: number;
  /** Models that were loaded or loading. */
  models: string[];
  /** Number of requests in flight, and the first of them. */
  requestCount: number;
  requests: { id: number; purpose: string; model: string }[];
  /** The last event before the peak, in words; absent without one. */
  event?: string;
}

interface Peak {
  readonly bytes: number;
  readonly atNs: number;
}

/** The peak that the sampler kept, or the largest sample where it is larger. */
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

/** What happened at the memory peak of a phase; undefined when nothing was sampled. Pure. */
export function peakAttribution(phase: PhaseStreams): PeakAttribution | undefined {
  const peak = peakOf(phase);
  if (peak === undefined) return undefined;
  const { bytes, atNs } = peak;
  // A request without an end was still in flight.
  const inFlight = phase.requests.filter(({ sentNs, endNs }) => sentNs <= atNs && !(endNs < atNs));
  const event = lastEventAt(phase, atNs);
  return {
    bytes,
    atMs: (atNs - phase.beganNs) / 1e6,
    models: modelsAt(phase, atNs),
    requestCount: inFlight.length,
    requests: inFlight
      .slice(0, MAX_REQUESTS)
      .map(({ id, purpose, model }) => ({ id, purpose, model })),
    ...(event === undefined ? {} : { event }),
  };
}
