import { formatRatio } from '../format/format-value.ts';
import type { MetricDefinition, MetricReading } from '../metric.ts';
import { noteOf, readingOf, readingOfOne, unmeasured } from '../measure/reading.ts';
import type { PhaseStreams } from '../../stream/phase-streams.ts';
import { gaugeLevels } from './gauge-levels.ts';
import { histogramDelta } from './histogram-delta.ts';
import { quantityDelta } from './quantity-delta.ts';

/** A server without metrics is no finding: its metrics are shown only where it has them. */
const isShownWhen: NonNullable<MetricDefinition['isShownWhen']> = ({ avg }) => !Number.isNaN(avg);

const RESTARTED = 'the server restarted during the window: what it counted is a lower bound';

/** A time that the server keeps a histogram of. */
function serverTime(name: string, quantity: string, description: string): MetricDefinition {
  return {
    name,
    aliases: [],
    of: 'stage',
    unit: 'ms',
    better: 'lower',
    defaultAggregate: 'avg',
    isShownWhen,
    description,
    formula: `gain of the sum / gain of the count of the server's histogram ${quantity}, from before the first request to after the last response of the stage; percentiles are bounded by its buckets`,
    read: (phase) => readTime(phase, quantity),
  };
}

function readTime(phase: PhaseStreams, quantity: string): MetricReading {
  const delta = histogramDelta(phase, quantity);
  if (delta.kind === 'absent') return unmeasured(delta.reason);
  const { count, sum, isReset, intervalOf } = delta.value;
  if (count === 0) return unmeasured('the server counted no request');
  const p50 = intervalOf(0.5);
  const p90 = intervalOf(0.9);
  const p95 = intervalOf(0.95);
  const p99 = intervalOf(0.99);
  const max = intervalOf(1);
  return {
    kind: 'summary',
    count,
    total: sum,
    bounds: {
      ...(p50 === undefined ? {} : { p50 }),
      ...(p90 === undefined ? {} : { p90 }),
      ...(p95 === undefined ? {} : { p95 }),
      ...(p99 === undefined ? {} : { p99 }),
      ...(max === undefined ? {} : { max }),
    },
    ...noteOf(isReset ? RESTARTED : undefined),
  };
}

/** A level that the server reports. */
function serverLevel(
  definition: Pick<MetricDefinition, 'name' | 'unit' | 'description'> & { readonly isShare?: true },
  quantity: string,
  combine: 'sum' | 'each',
): MetricDefinition {
  const over = combine === 'sum' ? 'summed over engines' : 'of each engine';
  return {
    ...definition,
    aliases: [],
    of: 'stage',
    better: 'neither',
    defaultAggregate: 'avg',
    isShownWhen,
    formula: `${quantity} of the server, ${over}, read once a second within the stages and weighted by time; the maximum is the largest that was seen`,
    read: (phase) => {
      const levels = gaugeLevels(phase, quantity, combine);
      if (levels.kind === 'absent') return unmeasured(levels.reason);
      const { values, weightsNs: weights, samples, coverage } = levels.value;
      const seen = `${samples} readings cover ${formatRatio(coverage)}`;
      const note = `${seen}; the maximum is a lower bound`;
      return readingOf(values, '', { weights, note });
    },
  };
}

/** A number of events or tokens that the server counts. */
function serverCount(
  name: string,
  quantity: string,
  better: MetricDefinition['better'],
  description: string,
): MetricDefinition {
  return {
    name,
    aliases: [],
    of: 'stage',
    unit: 'count',
    better,
    defaultAggregate: 'avg',
    isShownWhen,
    description,
    formula: `gain of the server's counter ${quantity}, from before the first request to after the last response of the stage`,
    read: (phase) => {
      const delta = quantityDelta(phase, quantity);
      if (delta.kind === 'absent') return unmeasured(delta.reason);
      const { value, isReset } = delta.value;
      return readingOfOne(value, '', noteOf(isReset ? RESTARTED : undefined));
    },
  };
}

/** A share of two counters. */
function serverRatio(
  definition: Pick<MetricDefinition, 'name' | 'description' | 'better'>,
  pairs: readonly { readonly part: string; readonly whole: string; readonly note?: string }[],
): MetricDefinition {
  return {
    ...definition,
    aliases: [],
    of: 'stage',
    unit: 'ratio',
    isShare: true,
    defaultAggregate: 'avg',
    isShownWhen,
    formula: `gain of ${pairs.map(({ part, whole }) => `${part} / ${whole}`).join(', or ')}, from before the first request to after the last response of the stage`,
    read: (phase) => {
      let reason = '';
      for (const pair of pairs) {
        const part = quantityDelta(phase, pair.part);
        const whole = quantityDelta(phase, pair.whole);
        if (part.kind === 'absent' || whole.kind === 'absent') {
          if (reason === '' && part.kind === 'absent') reason = part.reason;
          if (reason === '' && whole.kind === 'absent') reason = whole.reason;
          continue;
        }
        const isReset = part.value.isReset || whole.value.isReset;
        return readingOfOne(
          whole.value.value === 0 ? Number.NaN : part.value.value / whole.value.value,
          'the server counted nothing to take a share of',
          noteOf(pair.note, isReset ? RESTARTED : undefined),
        );
      }
      return unmeasured(reason);
    },
  };
}

/** How much of the prompts the prefix cache of the server held; cacheHitRate reads it where responses do not say. */
export const SERVER_PREFIX_CACHE_HIT_RATIO: MetricDefinition = serverRatio(
  {
    name: 'serverPrefixCacheHitRate',
    better: 'neither',
    description:
      'Share of the prompt tokens that the prefix cache held, by the counters of the server.',
  },
  [
    { part: 'prefixCacheHitTokens', whole: 'prefixCacheQueryTokens' },
    { part: 'prefixCacheHitBlocks', whole: 'prefixCacheQueryBlocks', note: 'counted in blocks' },
    { part: 'prefixCacheHitTokens', whole: 'promptTokens', note: 'of all prompt tokens' },
  ],
);

/** What a server reports about itself, in the order in which reports show it. */
export const SERVER_METRICS: readonly MetricDefinition[] = [
  serverTime(
    'serverQueueTime',
    'queueTime',
    'Time that a request waits in the queue of the server, as the server measures it.',
  ),
  serverTime(
    'serverPrefillTime',
    'prefillTime',
    'Time from the first scheduling of a request to its first token, as the server measures it.',
  ),
  serverTime(
    'serverDecodeTime',
    'decodeTime',
    'Time from the first token of a request to its last, as the server measures it.',
  ),
  serverTime(
    'serverTimeToFirstToken',
    'timeToFirstToken',
    'Time from the arrival of a request to its first token, as the server measures it.',
  ),
  serverTime(
    'serverEndToEndLatency',
    'endToEndLatency',
    'Time from the arrival of a request to its end, as the server measures it.',
  ),
  serverLevel(
    {
      name: 'serverRequestsRunning',
      unit: 'requests',
      description: 'Requests that the server computes together.',
    },
    'requestsRunning',
    'sum',
  ),
  serverLevel(
    {
      name: 'serverRequestsWaiting',
      unit: 'requests',
      description: 'Requests in the queue of the server.',
    },
    'requestsWaiting',
    'sum',
  ),
  serverLevel(
    {
      name: 'serverKvCacheUsage',
      unit: 'ratio',
      isShare: true,
      description: 'Share of the KV cache of the server that is in use.',
    },
    'kvCacheUsage',
    'each',
  ),
  serverCount(
    'serverPreemptions',
    'preemptions',
    'lower',
    'Times that a running request lost its place in the server.',
  ),
  SERVER_PREFIX_CACHE_HIT_RATIO,
  serverCount(
    'serverPromptTokens',
    'promptTokens',
    'neither',
    'Prompt tokens that the server counted, cached ones included.',
  ),
  serverCount(
    'serverGenerationTokens',
    'generatedTokens',
    'neither',
    'Tokens that the server generated, by its own count.',
  ),
  serverRatio(
    {
      name: 'serverSpecDecodeAcceptance',
      better: 'higher',
      description: 'Share of the tokens of speculative drafts that were accepted.',
    },
    [{ part: 'specDecodeAcceptedTokens', whole: 'specDecodeDraftTokens' }],
  ),
];
