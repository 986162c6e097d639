import { concatenate } from '../../stats/concatenate.ts';
import { holdNs } from '../../stats/time-weighted.ts';
import type { GpuInventory } from '../../spec/quality/gpu-inventory.ts';
import type { PhaseStreams } from '../../stream/phase-streams.ts';
import { surveyOf, type SurveySeries } from '../../stream/rows/survey-stream.ts';
import type { MetricReading } from '../metric.ts';
import { noteOf, unmeasured } from '../measure/reading.ts';

/** The GPUs that were found; those of the last start in a phase that restarted its target. */
export function gpuInventory({ events }: PhaseStreams): GpuInventory | undefined {
  return events.findLast((event) => event.kind === 'gpu-inventory');
}

/** Why a GPU metric has no value. */
export function whyNoReading(phase: PhaseStreams): string {
  const inventory = gpuInventory(phase);
  if (inventory === undefined) return 'no GPU readings';
  const { isOpen, devices, problems } = inventory;
  if (!isOpen) return 'the GPU driver did not respond during sampling';
  if (devices.length === 0) {
    return problems.length === 0 ? 'no GPU found' : `no GPU is readable: ${problems.join('; ')}`;
  }
  if (![...phase.survey.keys()].some((column) => column.startsWith('gpu'))) {
    return 'no GPU reading finished during sampling';
  }
  const problemsOfDevices = new Set(
    devices.map(({ problem }) => problem).filter((problem) => problem !== ''),
  );
  return problemsOfDevices.size === 0
    ? 'the GPU driver does not report it'
    : `the GPU driver does not report it: ${[...problemsOfDevices].join('; ')}`;
}

/** The devices with values in a column, ascending. */
export function devicesOf(series: SurveySeries): number[] {
  return [...new Set(series.source)].toSorted((one, other) => one - other);
}

/** Every value of a column, each held until the next of its device; several devices are pooled, as the note states. */
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
