import type { MemoryProfile } from '../../spec/contract/memory-profile.ts';
import { nearestIndex } from '../../stats/sorted-search.ts';
import { thinMinMax } from '../../stats/thin-min-max.ts';
import type { PhaseStreams } from '../../stream/phase-streams.ts';
import { describeEvent } from '../format/describe-event.ts';
import { measurementOf, type Measurements } from '../measure/measure.ts';
import { memoryUsage } from '../memory/memory-usage.ts';
import { residentTimeline } from '../memory/resident-timeline.ts';

/** Maximum number of points of a timeline. */
const MAX_POINTS = 2000;

/**
 * RSS over a phase: time-weighted average, exact peak, and a timeline thinned without losing a spike.
 * Each event is on its nearest point; several on one point are joined.
 * @param measured measurements that exist already and are not repeated
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
