import type { MetricDefinition } from '../metric.ts';
import { serverCount, serverLevel, serverRatio, serverTime } from './server-definitions.ts';
import { SPECULATION_METRICS } from './speculation/speculation-metrics.ts';

/** Prefix cache hit rate of the server; cacheHitRate reads it where responses do not report cached tokens. */
export const SERVER_PREFIX_CACHE_HIT_RATE: MetricDefinition = serverRatio(
  {
    name: 'serverPrefixCacheHitRate',
    label: 'server prefix cache hit rate',
    better: 'neither',
    description:
      'Share of prompt tokens found in the prefix cache, from the counters of the server.',
  },
  [
    { part: 'prefixCacheHitTokens', whole: 'prefixCacheQueryTokens' },
    { part: 'prefixCacheHitBlocks', whole: 'prefixCacheQueryBlocks', note: 'counted in blocks' },
    { part: 'prefixCacheHitTokens', whole: 'promptTokens', note: 'of all prompt tokens' },
  ],
);

/** Metrics that a server reports about itself, in the order of reports. */
export const SERVER_METRICS: readonly MetricDefinition[] = [
  serverTime(
    'serverQueueTime',
    'server queue time',
    'queueTime',
    'Queue time of a request, measured by the server.',
  ),
  serverTime(
    'serverPrefillTime',
    'server prefill time',
    'prefillTime',
    'Time from the first scheduling of a request to its first token, measured by the server.',
  ),
  serverTime(
    'serverDecodeTime',
    'server decode time',
    'decodeTime',
    'Time from the first token of a request to its last, measured by the server.',
  ),
  serverTime(
    'serverTimeToFirstToken',
    'server TTFT',
    'timeToFirstToken',
    'Time from the arrival of a request to its first token, measured by the server.',
  ),
  serverTime(
    'serverEndToEndLatency',
    'server end-to-end latency',
    'endToEndLatency',
    'Time from the arrival of a request to its end, measured by the server.',
  ),
  serverLevel(
    {
      name: 'serverRequestsRunning',
      label: 'server requests running',
      unit: 'requests',
      description: 'Requests that the server processes concurrently.',
    },
    'requestsRunning',
    'sum',
  ),
  serverLevel(
    {
      name: 'serverRequestsWaiting',
      label: 'server requests waiting',
      unit: 'requests',
      description: 'Requests in the queue of the server.',
    },
    'requestsWaiting',
    'sum',
  ),
  serverLevel(
    {
      name: 'serverKvCacheUsage',
      label: 'server KV cache usage',
      unit: 'ratio',
      isShare: true,
      description: 'Share of the KV cache of the server that is in use.',
    },
    'kvCacheUsage',
    'each',
  ),
  serverCount(
    'serverPreemptions',
    'server preemptions',
    'preemptions',
    'lower',
    'Number of preemptions of running requests in the server.',
  ),
  SERVER_PREFIX_CACHE_HIT_RATE,
  serverCount(
    'serverPromptTokens',
    'server prompt tokens',
    'promptTokens',
    'neither',
    'Prompt tokens counted by the server, cached ones included.',
  ),
  serverCount(
    'serverGenerationTokens',
    'server generated tokens',
    'generatedTokens',
    'neither',
    'Generated tokens counted by the server.',
  ),
  ...SPECULATION_METRICS,
];
