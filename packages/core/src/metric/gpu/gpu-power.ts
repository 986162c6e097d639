import { readDevices } from './device-reading.ts';
import type { MetricDefinition } from '../metric.ts';

/** Electrical power that the GPU draws. */
export const gpuPower: MetricDefinition = {
  name: 'gpuPower',
  aliases: [],
  of: 'both',
  unit: 'watts',
  better: 'lower',
  defaultAggregate: 'avg',
  description: 'Electrical power that the GPU draws.',
  formula: 'as the driver tells, held until the next value',
  read: (phase) => readDevices(phase, 'gpu.powerWatts'),
};
