import type { MetricDefinition } from './metric.ts';
import { noteOf, readingOfOne } from './reading.ts';
import { isAnswered, noServiceReason } from './service-requests.ts';

/** How much of the prompts a cache served: latencies of different ratios cannot be compared. */
export const cacheHitRatio: MetricDefinition = {
  name: 'cacheHitRatio',
  aliases: [],
  unit: 'ratio',
  isShare: true,
  better: 'neither',
  defaultAggregate: 'avg',
  description: 'Share of the prompt tokens that a cache served; read every latency beside it.',
  formula: 'sum of cachedTokens / sum of inputTokens of answered requests that tell both',
  read: (phase) => {
    let answered = 0;
    let silent = 0;
    let cached = 0;
    let offered = 0;
    for (const row of phase.requests) {
      if (!isAnswered(row)) continue;
      answered += 1;
      const { cachedTokens, inputTokens } = row;
      if (Number.isNaN(cachedTokens + inputTokens)) {
        silent += 1;
      } else {
        cached += cachedTokens;
        offered += inputTokens;
      }
    }
    return readingOfOne(
      cached / offered,
      answered === 0 ? noServiceReason(phase) : 'the host does not tell what its cache served',
      noteOf(silent === 0 ? undefined : `${silent} of ${answered} requests do not tell`),
    );
  },
};
