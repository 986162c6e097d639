import type { MetricDefinition } from '../metric.ts';
import { readPurposeTimes } from '../measure/purpose-times.ts';

/** Switching from one model to another. */
export const contextSwitchTime: MetricDefinition = {
  name: 'contextSwitchTime',
  aliases: [],
  of: 'phase',
  unit: 'ms',
  better: 'lower',
  defaultAggregate: 'avg',
  description: 'Switching models: request for B while A is resident, until its first token.',
  formula:
    'firstToken - sent of model-switch requests, loads and unloads included; a failed one counts as infinitely slow in criteria',
  read: (phase) => readPurposeTimes(phase, 'model-switch'),
};
