import { readDevices } from './device-reading.ts';
import type { MetricDefinition } from '../metric.ts';

/** Electrical power that the GPU draws. */
export const gpuPower: MetricDefinition = {
  name: 'gpuPower',
  label: 'GPU power',
  aliases: [],
  of: 'both',
  unit: 'watts',
  better: 'lower',
  defaultAggregate: 'avg',
  description: 'Electrical power that the GPU draws.',
  formula: 'as the driver reports, held until the next reading',
  read: (phase) => readDevices(phase, 'gpu.powerWatts'),
};
