import type { MetricDefinition } from '../metric.ts';
import { readPurposeTimes } from './purpose-times.ts';

/** Time to load a model, up to the first token. */
export const loadTime: MetricDefinition = {
  name: 'loadTime',
  label: 'model load time',
  aliases: [],
  of: 'phase',
  unit: 'ms',
  better: 'lower',
  defaultAggregate: 'avg',
  description: 'Time to load a model, up to its first token.',
  formula: 'firstToken - sent of model-load requests; failed ones count as infinite in criteria',
  read: (phase) => readPurposeTimes(phase, 'model-load', 'page cache as found, not controlled'),
};
