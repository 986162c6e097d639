import type { MemoryProfile } from '../../spec/contract/memory-profile.ts';
import { nearestIndex } from '../../stats/sorted-search.ts';
import { thinMinMax } from '../../stats/thin-min-max.ts';
import type { PhaseStreams } from '../../stream/phase-streams.ts';
import { describeEvent } from '../format/describe-event.ts';
import { measurementOf, type Measurements } from '../measure/measure.ts';
import { memoryUsage } from './memory-usage.ts';
import { residentTimeline } from './resident-timeline.ts';

/** A timeline has at most this many points. */
const MAX_POINTS = 2000;

/**
 * Resident memory over a phase: time-weighted average, exact peak, and a timeline thinned so that no spike disappears.
 * Events sit on the nearest point; several on one point are joined.
 * @param measured what was measured of the phase already, and is not measured again
 */
export function memoryProfile(phase: PhaseStreams, measured: Measurements = {}): MemoryProfile {
  const usage = measurementOf(memoryUsage, phase, measured);
  const { timeNs, bytes } = residentTimeline(phase);
  const kept = thinMinMax(bytes, MAX_POINTS);
  const keptNs = Float64Array.from(kept, (index) => timeNs[index] ?? Number.NaN);
  const events = eventsByPoint(phase, keptNs);
  const timeline = Array.from(kept, (index, point) => {
    const said = events.get(point);
    return {
      timestamp: phase.clockEpochMs + (keptNs[point] ?? Number.NaN) / 1e6,
      usage: bytes[index] ?? Number.NaN,
      ...(said === undefined ? {} : { event: said.join('; ') }),
    };
  });
  return {
    samples: timeline.map((point) => point.usage),
    average: usage.avg,
    peak: usage.max,
    timeline,
  };
}

function eventsByPoint(phase: PhaseStreams, pointNs: Float64Array): Map<number, string[]> {
  const byPoint = new Map<number, string[]>();
  for (const event of phase.events) {
    const text = describeEvent(event);
    const point = nearestIndex(pointNs, event.atNs);
    if (text === undefined || point < 0) continue;
    byPoint.set(point, [...(byPoint.get(point) ?? []), text]);
  }
  return byPoint;
}
