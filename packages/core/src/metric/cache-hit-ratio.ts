import type { MetricDefinition } from './metric.ts';
import { noteOf, readingOfOne } from './reading.ts';
import { answeredRequests, noServiceReason } from './service-requests.ts';

/** How much of the prompts a cache served: latencies of different ratios cannot be compared. */
export const cacheHitRatio: MetricDefinition = {
  name: 'cacheHitRatio',
  aliases: [],
  unit: 'ratio',
  better: 'neither',
  defaultAggregate: 'avg',
  description: 'Share of the prompt tokens that a cache served; read every latency beside it.',
  formula: 'sum of cachedTokens / sum of inputTokens of answered requests that tell both',
  read: (phase) => {
    const answered = answeredRequests(phase);
    const told = answered.filter((row) => !Number.isNaN(row.cachedTokens + row.inputTokens));
    const cached = told.reduce((sum, row) => sum + row.cachedTokens, 0);
    const offered = told.reduce((sum, row) => sum + row.inputTokens, 0);
    const silent = answered.length - told.length;
    return readingOfOne(
      cached / offered,
      answered.length === 0
        ? noServiceReason(phase)
        : 'the host does not tell what its cache served',
      noteOf(silent === 0 ? undefined : `${silent} of ${answered.length} requests do not tell`),
    );
  },
};
