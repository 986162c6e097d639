import type { MetricDefinition } from '../metric.ts';
import { readPurposeTimes } from './purpose-times.ts';

/** Time to load a fresh context. */
export const contextLoadTime: MetricDefinition = {
  name: 'contextLoadTime',
  label: 'context load time',
  aliases: [],
  of: 'phase',
  unit: 'ms',
  better: 'lower',
  defaultAggregate: 'avg',
  description: 'Time to load a fresh context that is in no cache.',
  formula:
    'firstToken - sent of context-load requests, one output token each; failed ones count as infinite in criteria',
  read: (phase) => readPurposeTimes(phase, 'context-load'),
};
