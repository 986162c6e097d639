import { readDevices } from './device-reading.ts';
import type { MetricDefinition } from '../metric.ts';

/** Share of time in which the GPU worked on anything. */
export const gpuUtilization: MetricDefinition = {
  name: 'gpuUtilization',
  aliases: [],
  of: 'both',
  unit: 'ratio',
  isShare: true,
  better: 'neither',
  defaultAggregate: 'avg',
  description: 'Share of time in which the GPU worked on anything.',
  formula: 'as the driver tells, held until the next value',
  read: (phase) => readDevices(phase, 'gpu.utilization'),
};
