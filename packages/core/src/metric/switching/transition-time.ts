import type { MetricDefinition } from '../metric.ts';
import { readPurposeTimes } from './purpose-times.ts';

/** Time to move from one context to another of the same model. */
export const transitionTime: MetricDefinition = {
  name: 'transitionTime',
  label: 'context transition time',
  aliases: [],
  of: 'phase',
  unit: 'ms',
  better: 'lower',
  defaultAggregate: 'avg',
  description: 'TTFT in one open context directly after another of the same model.',
  formula:
    'firstToken - sent of context-transition requests; failed ones count as infinite in criteria',
  read: (phase) => readPurposeTimes(phase, 'context-transition'),
};
