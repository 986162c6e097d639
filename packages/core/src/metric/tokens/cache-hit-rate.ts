import type { MetricDefinition } from '../metric.ts';
import { noteOf, readingOfOne } from '../measure/reading.ts';
import type { PhaseStreams } from '../../stream/phase-streams.ts';
import { prefixCacheUse } from './prefix-cache-use.ts';
import { SERVER_PREFIX_CACHE_HIT_RATIO } from '../server/server-metrics.ts';
import { noServiceReason } from '../measure/service-requests.ts';

/** How much of the prompts a cache served: latencies of different ratios cannot be compared. */
export const cacheHitRate: MetricDefinition = {
  name: 'cacheHitRate',
  aliases: [],
  of: 'stage',
  unit: 'ratio',
  isShare: true,
  better: 'neither',
  defaultAggregate: 'avg',
  description:
    "Share of the prompt tokens that a cache served, the server's template left out; latency depends on it.",
  formula:
    'sum of (cachedTokens - template) / sum of (inputTokens - template) of successful requests that report both; where none does, serverPrefixCacheHitRate',
  read: (phase) => {
    const { answered, silent, cachedTokens, promptTokens } = prefixCacheUse(phase);
    if (answered > 0 && silent === answered) {
      const counted = SERVER_PREFIX_CACHE_HIT_RATIO.read(phase);
      if (counted.kind === 'values') {
        return { ...counted, ...noteOf('by the counters of the server, its template included') };
      }
    }
    return readingOfOne(
      cachedTokens / promptTokens,
      answered === 0 ? noServiceReason(phase) : unreportedReason(phase),
      noteOf(silent === 0 ? undefined : `${silent} of ${answered} requests do not report it`),
    );
  },
};

/** Flags that have a server report it, by the kind of the server. */
const REPORTING_FLAGS: Readonly<Record<string, string>> = {
  vllm: 'start vLLM with --enable-prompt-tokens-details',
};

function unreportedReason({ events }: PhaseStreams): string {
  const described = events.find((event) => event.kind === 'target-described');
  const flag = REPORTING_FLAGS[described?.host ?? ''];
  const reason = 'the server does not report cached tokens';
  return flag === undefined ? reason : `${reason}; ${flag}`;
}
