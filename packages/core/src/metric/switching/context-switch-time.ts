import type { MetricDefinition } from '../metric.ts';
import { readPurposeTimes } from './purpose-times.ts';

/** Time to switch from one model to another. */
export const contextSwitchTime: MetricDefinition = {
  name: 'contextSwitchTime',
  label: 'model switch time',
  aliases: [],
  of: 'phase',
  unit: 'ms',
  better: 'lower',
  defaultAggregate: 'avg',
  description:
    'Model switch time: from a request for model B, while A is loaded, to its first token.',
  formula:
    'firstToken - sent of model-switch requests, loads and unloads included; failed ones count as infinite in criteria',
  read: (phase) => readPurposeTimes(phase, 'model-switch'),
};
