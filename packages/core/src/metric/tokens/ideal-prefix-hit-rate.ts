import type { PhaseStreams } from '../../stream/phase-streams.ts';
import { noServiceReason } from '../measure/reasons.ts';
import { noteOf, readingOfOne } from '../measure/reading.ts';
import { isSuccessful } from '../measure/service-requests.ts';
import type { MetricDefinition } from '../metric.ts';

/** Settings that name the tokens of a block of the server's cache. */
const BLOCK_SETTINGS = ['cache_config.block_size'] as const;

/** Share of the prompts that an endless cache would serve: a cache that is too small, or switched off, stays below it. */
export const idealPrefixHitRate: MetricDefinition = {
  name: 'idealPrefixHitRate',
  label: 'ideal prefix cache hit rate',
  aliases: [],
  of: 'stage',
  unit: 'ratio',
  isShare: true,
  better: 'neither',
  defaultAggregate: 'avg',
  isShownWhen: ({ avg }) => !Number.isNaN(avg),
  description:
    'Share of prompt tokens that earlier prompts begin with, by design: the hit rate of a cache that drops nothing.',
  formula:
    'sum of sharedTokens, at most all but the last of a prompt, in whole blocks of the server / sum of offeredTokens of successful requests',
  read: (phase) => {
    const blockTokens = blockTokensOf(phase);
    const rows = phase.requests.filter(isSuccessful);
    if (rows.every(({ sharedTokens }) => Number.isNaN(sharedTokens))) {
      const reason = 'prompts share no prefix by design';
      return readingOfOne(Number.NaN, rows.length === 0 ? noServiceReason(phase) : reason);
    }
    if (isOfSeveralWorkers(phase.whole ?? phase)) {
      return readingOfOne(Number.NaN, 'each worker knows the prefixes of its own prompts only');
    }
    let hitTokens = 0;
    let promptTokens = 0;
    for (const { sharedTokens, offeredTokens } of rows) {
      if (Number.isNaN(offeredTokens)) continue;
      promptTokens += offeredTokens;
      if (!(sharedTokens > 0)) continue;
      // A server computes the last token of every prompt.
      const servable = Math.min(sharedTokens, offeredTokens - 1);
      hitTokens += Math.floor(servable / blockTokens) * blockTokens;
    }
    return readingOfOne(
      hitTokens / promptTokens,
      'no prompt has a known length',
      noteOf(blockTokens === 1 ? undefined : `in blocks of ${blockTokens} tokens`),
    );
  },
};

/**
 * Whether several workers sent the prompts of a phase. Each counts prefixes of its own earlier prompts, but the cache of the
 * server serves those of all. A phase counts as a whole: a stage of one worker follows stages of all.
 */
function isOfSeveralWorkers({ stages, requests }: PhaseStreams): boolean {
  if (stages.some(({ slice }) => slice !== undefined)) return true;
  const machine = requests[0]?.machine;
  return requests.some((row) => row.machine !== machine);
}

/** Tokens of a block of the server's cache; 1 where it reports none. */
function blockTokensOf({ events }: PhaseStreams): number {
  for (const event of events) {
    if (event.kind !== 'server-settings') continue;
    for (const name of BLOCK_SETTINGS) {
      const value = event.settings[name];
      if (typeof value === 'number' && value >= 1) return value;
    }
  }
  return 1;
}
