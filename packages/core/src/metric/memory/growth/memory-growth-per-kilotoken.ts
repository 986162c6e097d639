import { readMemoryGrowth } from './memory-growth.ts';
import type { MetricDefinition } from '../../metric.ts';
import { TOKENS_UNREPORTED } from '../../measure/reasons.ts';

/** Memory retained per thousand tokens. */
export const memoryGrowthPerKilotoken: MetricDefinition = {
  name: 'memoryGrowthPerKilotoken',
  label: 'memory growth per 1,000 tokens',
  aliases: [],
  of: 'both',
  unit: 'bytes',
  better: 'lower',
  defaultAggregate: 'avg',
  description: 'Anonymous memory retained per 1,000 tokens, read and generated.',
  formula:
    'Theil-Sen slope of RSS - shared against (inputTokens + outputTokens) / 1000, over the later half of the work in measurement windows, or all of it where both halves grow alike; 95% CI',
  read: (phase) =>
    readMemoryGrowth(
      phase,
      (row) => (row.inputTokens + row.outputTokens) / 1000,
      TOKENS_UNREPORTED,
    ),
};
