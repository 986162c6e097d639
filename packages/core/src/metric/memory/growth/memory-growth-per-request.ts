import { readMemoryGrowth } from './memory-growth.ts';
import type { MetricDefinition } from '../../metric.ts';
import { REQUESTS_UNCOUNTED } from '../../measure/reasons.ts';

/** Memory retained per request. */
export const memoryGrowthPerRequest: MetricDefinition = {
  name: 'memoryGrowthPerRequest',
  label: 'memory growth per request',
  aliases: [],
  of: 'both',
  unit: 'bytes',
  better: 'lower',
  defaultAggregate: 'avg',
  description: 'Anonymous memory retained per successful request.',
  formula:
    'Theil-Sen slope of RSS - shared against successful requests, over the later half of the work in measurement windows, or all of it where both halves grow alike; 95% CI',
  read: (phase) => readMemoryGrowth(phase, () => 1, REQUESTS_UNCOUNTED),
};
