import { readMemoryGrowth } from './memory-growth.ts';
import type { MetricDefinition } from '../../metric.ts';

/** What each thousand tokens leave behind. */
export const memoryGrowthPerKilotoken: MetricDefinition = {
  name: 'memoryGrowthPerKilotoken',
  aliases: [],
  of: 'both',
  unit: 'bytes',
  better: 'lower',
  defaultAggregate: 'avg',
  description: 'Anonymous memory that each 1,000 tokens, read and generated, leave behind.',
  formula:
    'Theil-Sen slope of rss - shared against (inputTokens + outputTokens) / 1000 over the later half of the work in measurement windows, or all of it where it grows alike, 95% CI',
  read: (phase) =>
    readMemoryGrowth(
      phase,
      (row) => (row.inputTokens + row.outputTokens) / 1000,
      'the server did not report the token counts of every request',
    ),
};
