import { readDevices } from './device-reading.ts';
import type { MetricDefinition } from '../metric.ts';

/** Share of time in which the GPU was busy. */
export const gpuUtilization: MetricDefinition = {
  name: 'gpuUtilization',
  label: 'GPU utilization',
  aliases: [],
  of: 'both',
  unit: 'ratio',
  isShare: true,
  better: 'neither',
  defaultAggregate: 'avg',
  description: 'Share of time in which the GPU was busy with any work.',
  formula: 'as the driver reports, held until the next reading',
  read: (phase) => readDevices(phase, 'gpu.utilization'),
};
