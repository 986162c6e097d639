import { countBelow } from '../../stats/sorted-search.ts';
import type { NumberColumn } from '../../stream/columns/number-column.ts';
import type { PhaseStreams } from '../../stream/phase-streams.ts';
import { residentSeries, type MemorySeries } from './resident-memory.ts';
import { samplerPeak } from './sampler-peak.ts';

/**
 * RSS of all processes over a phase, with the sampler's own peak where its row was dropped, so that every chart and list
 * shows it.
 */
export function residentTimeline(phase: PhaseStreams): MemorySeries {
  const series = residentSeries(phase);
  const peak = samplerPeak(phase);
  if (peak === undefined || Number.isNaN(peak.atNs)) return series;
  if (series.bytes.some((bytes) => bytes >= peak.bytes)) return series;
  const at = countBelow(series.timeNs, peak.atNs);
  return {
    timeNs: inserted(series.timeNs, at, peak.atNs),
    bytes: inserted(series.bytes, at, peak.bytes),
  };
}

function inserted(column: NumberColumn, at: number, value: number): Float64Array {
  const longer = new Float64Array(column.length + 1);
  longer.set(column.subarray(0, at));
  longer[at] = value;
  longer.set(column.subarray(at), at + 1);
  return longer;
}
