import type { MetricDefinition } from '../metric.ts';
import { readPurposeTimes } from '../measure/purpose-times.ts';

/** Model load, to the first token. */
export const loadTime: MetricDefinition = {
  name: 'loadTime',
  aliases: [],
  of: 'phase',
  unit: 'ms',
  better: 'lower',
  defaultAggregate: 'avg',
  description: 'Loading a model until it is ready and gives a first token.',
  formula:
    'firstToken - sent of model-load requests; a failed one counts as infinitely slow in criteria',
  read: (phase) => readPurposeTimes(phase, 'model-load', 'page cache as found, not controlled'),
};
