import { readMemoryGrowth } from './memory-growth.ts';
import type { MetricDefinition } from './metric.ts';

/** What each request leaves behind. */
export const memoryGrowthPerRequest: MetricDefinition = {
  name: 'memoryGrowthPerRequest',
  aliases: [],
  unit: 'bytes',
  better: 'lower',
  defaultAggregate: 'avg',
  description: 'Anonymous memory that each answered request leaves behind.',
  formula:
    'Theil-Sen slope of rss - shared against answered requests in the steady part of service windows, 95 % interval',
  read: (phase) => readMemoryGrowth(phase, () => 1, 'the requests could not be counted'),
};
