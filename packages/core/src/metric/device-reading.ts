import { concatenate } from '../stats/concatenate.ts';
import { holdNs } from '../stats/time-weighted.ts';
import type { PhaseStreams } from '../stream/phase-streams.ts';
import { surveyOf, type SurveySeries } from '../stream/survey-stream.ts';
import type { MetricReading } from './metric.ts';
import { noteOf, unmeasured } from './reading.ts';

/** Why a figure of a GPU is not there: mostly since there is none. */
export const NO_GPU = 'no GPU was found, or its driver does not tell';

/** The devices that a column is about, ascending. */
export function devicesOf(series: SurveySeries): number[] {
  return [...new Set(series.source)].toSorted((one, other) => one - other);
}

/** Every value of a column, each held until the next of its device; several devices are pooled, and the note says so. */
export function readDevices(phase: PhaseStreams, column: string): MetricReading {
  const series = phase.survey.get(column);
  if (series === undefined) return unmeasured(NO_GPU);
  const devices = devicesOf(series).map((source) => surveyOf(series, { source }));
  return {
    kind: 'values',
    values: concatenate(devices.map(({ value }) => value)),
    weights: concatenate(devices.map(({ timeNs }) => holdNs(timeNs, phase.endedNs))),
    ...noteOf(devices.length > 1 ? `over ${devices.length} devices` : undefined),
  };
}
