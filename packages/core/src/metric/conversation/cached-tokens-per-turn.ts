import type { MetricDefinition } from '../metric.ts';
import { noteOf, readingOf } from '../measure/reading.ts';
import { conversationsOf, NO_CONVERSATION } from './conversations.ts';

/** What the cache of the server keeps of a conversation from turn to turn. */
export const cachedTokensPerTurn: MetricDefinition = {
  name: 'cachedTokensPerTurn',
  label: 'cached tokens per turn',
  aliases: [],
  of: 'stage',
  unit: 'tokens',
  better: 'higher',
  defaultAggregate: 'avg',
  description:
    'Prompt tokens from the prefix cache in each turn of a conversation after its first: its history, where the cache keeps it.',
  formula: 'cachedTokens of each successful turn after the first',
  read: ({ requests }) => {
    const conversations = conversationsOf(requests);
    const later = conversations.flat().filter(({ turn, outcome }) => turn > 1 && outcome === 'ok');
    const cached = later.flatMap(({ cachedTokens }) =>
      Number.isNaN(cachedTokens) ? [] : [cachedTokens],
    );
    return readingOf(
      cached,
      conversations.length === 0
        ? NO_CONVERSATION
        : later.length === 0
          ? 'no conversation had a successful turn after its first'
          : 'the server did not report cached tokens',
      noteOf(
        cached.length === later.length ? undefined : `of ${cached.length} of ${later.length} turns`,
      ),
    );
  },
};
