import type { MetricDefinition } from '../metric.ts';
import { readPurposeTimes } from '../measure/purpose-times.ts';

/** Going from one context to another of the same model. */
export const transitionTime: MetricDefinition = {
  name: 'transitionTime',
  aliases: [],
  of: 'phase',
  unit: 'ms',
  better: 'lower',
  defaultAggregate: 'avg',
  description: 'First token on one open context directly after another, same model.',
  formula:
    'firstToken - sent of context-transition requests; a failed one counts as infinitely slow in criteria',
  read: (phase) => readPurposeTimes(phase, 'context-transition'),
};
