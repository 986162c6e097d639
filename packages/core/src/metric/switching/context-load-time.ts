import type { MetricDefinition } from '../metric.ts';
import { readPurposeTimes } from '../measure/purpose-times.ts';

/** Making a fresh context resident. */
export const contextLoadTime: MetricDefinition = {
  name: 'contextLoadTime',
  aliases: [],
  of: 'phase',
  unit: 'ms',
  better: 'lower',
  defaultAggregate: 'avg',
  description: 'Making a fresh context resident that no cache can serve.',
  formula:
    'firstToken - sent of context-load requests, one output token each; a failed one counts as infinitely slow in criteria',
  read: (phase) => readPurposeTimes(phase, 'context-load'),
};
