import { concatenate } from '../../stats/concatenate.ts';
import { holdNs } from '../../stats/time-weighted.ts';
import type { GpuInventory } from '../../spec/quality/gpu-inventory.ts';
import type { PhaseStreams } from '../../stream/phase-streams.ts';
import { surveyOf, type SurveySeries } from '../../stream/rows/survey-stream.ts';
import type { MetricReading } from '../metric.ts';
import { noteOf, unmeasured } from '../measure/reading.ts';

/** What was found of GPUs; of a phase whose target was restarted, at its last start. */
export function gpuInventory({ events }: PhaseStreams): GpuInventory | undefined {
  return events.findLast((event) => event.kind === 'gpu-inventory');
}

/** Why a figure of a GPU is not there. */
export function whyNoReading(phase: PhaseStreams): string {
  const account = gpuInventory(phase);
  if (account === undefined) return 'no reading of a GPU was recorded';
  const { isOpen, devices, problems } = account;
  if (!isOpen) return 'the GPU driver did not answer while sampling ran';
  if (devices.length === 0) {
    return problems.length === 0
      ? 'no GPU was found'
      : `no GPU could be read: ${problems.join('; ')}`;
  }
  if (![...phase.survey.keys()].some((column) => column.startsWith('gpu'))) {
    return 'no reading of the GPU finished while sampling ran';
  }
  const told = new Set(devices.map(({ problem }) => problem).filter((problem) => problem !== ''));
  return told.size === 0
    ? 'the GPU driver does not report it'
    : `the GPU driver does not report it: ${[...told].join('; ')}`;
}

/** The devices that a column is about, ascending. */
export function devicesOf(series: SurveySeries): number[] {
  return [...new Set(series.source)].toSorted((one, other) => one - other);
}

/** Every value of a column, each held until the next of its device; several devices are pooled, and the note says so. */
export function readDevices(phase: PhaseStreams, column: string): MetricReading {
  const series = phase.survey.get(column);
  if (series === undefined) return unmeasured(whyNoReading(phase));
  const devices = devicesOf(series).map((source) => surveyOf(series, { source }));
  return {
    kind: 'values',
    values: concatenate(devices.map(({ value }) => value)),
    weights: concatenate(devices.map(({ timeNs }) => holdNs(timeNs, phase.endedNs))),
    ...noteOf(devices.length > 1 ? `over ${devices.length} devices` : undefined),
  };
}
