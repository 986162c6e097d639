import type { PhaseStreams } from '../stream/phase-streams.ts';
import { joinSeries, surveyOf, type SurveySeries } from '../stream/survey-stream.ts';
import { readDevices } from './device-reading.ts';
import type { MetricDefinition } from './metric.ts';
import { noteOf } from './reading.ts';
import { totalOverProcesses } from './resident-memory.ts';
import { HeldNs } from '../stats/time-weighted.ts';

/** What the driver tells of the target's own processes; undefined where it tells of none of them. */
function ownRows({ survey, samples }: PhaseStreams): SurveySeries | undefined {
  const rows = survey.get('gpuProcess.usedBytes');
  const sampled = new Set(samples.pid);
  const own = rows === undefined ? [] : [...sampled].map((pid) => surveyOf(rows, { pid }));
  const told = own.filter(({ value }) => value.length > 0);
  return told.length === 0 ? undefined : joinSeries(told);
}

/** Memory of GPUs that the target holds; of the whole device where the driver does not tell processes apart. */
export const gpuMemory: MetricDefinition = {
  name: 'gpuMemory',
  aliases: [],
  unit: 'bytes',
  better: 'lower',
  defaultAggregate: 'max',
  description: 'Memory of GPUs that the process tree holds.',
  formula: 'sum over processes and devices as the driver tells, held until the next value',
  read: (phase) => {
    const own = ownRows(phase);
    if (own === undefined) {
      const device = readDevices(phase, 'gpu.usedBytes');
      if (device.kind === 'unmeasured') return device;
      const note = 'of the whole device: the driver does not tell processes apart';
      return { ...device, ...noteOf(device.note, note) };
    }
    const { timeNs, bytes } = totalOverProcesses(own, own.value);
    return { kind: 'values', values: bytes, weights: new HeldNs(timeNs, phase.endedNs) };
  },
};
