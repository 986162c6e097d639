import { readMemoryGrowth } from './memory-growth.ts';
import type { MetricDefinition } from '../../metric.ts';

/** What each request leaves behind. */
export const memoryGrowthPerRequest: MetricDefinition = {
  name: 'memoryGrowthPerRequest',
  aliases: [],
  of: 'both',
  unit: 'bytes',
  better: 'lower',
  defaultAggregate: 'avg',
  description: 'Anonymous memory that each successful request leaves behind.',
  formula:
    'Theil-Sen slope of rss - shared against successful requests over the later half of the work in measurement windows, or all of it where it grows alike, 95% CI',
  read: (phase) => readMemoryGrowth(phase, () => 1, 'the requests could not be counted'),
};
