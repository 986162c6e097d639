import type { MetricDefinition } from '../metric.ts';
import { noteOf, readingOfOne } from '../measure/reading.ts';
import type { PhaseStreams } from '../../stream/phase-streams.ts';
import { prefixCacheUse } from './prefix-cache-use.ts';
import { SERVER_PREFIX_CACHE_HIT_RATE } from '../server/server-metrics.ts';
import { noServiceReason } from '../measure/reasons.ts';

/** Share of the prompts served from a cache: latencies at different rates cannot be compared. */
export const cacheHitRate: MetricDefinition = {
  name: 'cacheHitRate',
  label: 'prefix cache hit rate',
  aliases: [],
  of: 'stage',
  unit: 'ratio',
  isShare: true,
  better: 'neither',
  defaultAggregate: 'avg',
  description:
    "Share of prompt tokens served from a cache, without the server's template; latency depends on it.",
  formula:
    'sum of (cachedTokens - template) / sum of (inputTokens - template) of successful requests that report both; serverPrefixCacheHitRate where none does',
  read: (phase) => {
    const { successful, unreported, cachedTokens, promptTokens } = prefixCacheUse(phase);
    if (successful > 0 && unreported === successful) {
      const counted = SERVER_PREFIX_CACHE_HIT_RATE.read(phase);
      if (counted.kind === 'values') {
        return { ...counted, ...noteOf('from the counters of the server, template included') };
      }
    }
    return readingOfOne(
      cachedTokens / promptTokens,
      successful === 0 ? noServiceReason(phase) : unreportedReason(phase),
      noteOf(
        unreported === 0 ? undefined : `${unreported} of ${successful} requests do not report it`,
      ),
    );
  },
};

/** Flags that make a server report cached tokens, by kind of server. */
const REPORTING_FLAGS: Readonly<Record<string, string>> = {
  vllm: 'start vLLM with --enable-prompt-tokens-details',
};

function unreportedReason({ events }: PhaseStreams): string {
  const described = events.find((event) => event.kind === 'target-described');
  const flag = REPORTING_FLAGS[described?.target ?? ''];
  const reason = 'the server does not report cached tokens';
  return flag === undefined ? reason : `${reason}; ${flag}`;
}
