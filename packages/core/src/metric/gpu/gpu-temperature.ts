import { readDevices } from './device-reading.ts';
import type { MetricDefinition } from '../metric.ts';

/** Temperature of the GPU. */
export const gpuTemperature: MetricDefinition = {
  name: 'gpuTemperature',
  label: 'GPU temperature',
  aliases: [],
  of: 'both',
  unit: 'celsius',
  better: 'lower',
  defaultAggregate: 'max',
  description: 'Temperature of the GPU.',
  formula: 'as the driver reports, held until the next reading',
  read: (phase) => readDevices(phase, 'gpu.temperatureCelsius'),
};
