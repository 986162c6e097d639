import { readDevices } from './device-reading.ts';
import type { MetricDefinition } from './metric.ts';
import { noteOf } from './reading.ts';
import { totalOverProcesses } from './resident-memory.ts';
import { holdNs } from '../stats/time-weighted.ts';

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
    const own = phase.survey.get('gpuProcess.usedBytes');
    if (own === undefined) {
      const device = readDevices(phase, 'gpu.usedBytes');
      if (device.kind === 'unmeasured') return device;
      const note = 'of the whole device: the driver does not tell processes apart';
      return { ...device, ...noteOf(device.note, note) };
    }
    const { timeNs, bytes } = totalOverProcesses(own, own.value);
    return { kind: 'values', values: bytes, weights: holdNs(timeNs, phase.endedNs) };
  },
};
