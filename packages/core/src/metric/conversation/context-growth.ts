import type { MetricDefinition } from '../metric.ts';
import { readingOf } from '../measure/reading.ts';
import { conversationsOf, NO_CONVERSATION } from './conversations.ts';

/** How much longer the prompt of a conversation becomes from its first turn to its last. */
export const contextGrowth: MetricDefinition = {
  name: 'contextGrowth',
  label: 'context growth',
  aliases: [],
  of: 'stage',
  unit: 'ratio',
  better: 'neither',
  defaultAggregate: 'avg',
  description:
    'Input tokens of the last turn of a conversation, relative to those of its first; above 1 where the history grows.',
  formula:
    'inputTokens of the last turn / inputTokens of the first, of each conversation of several turns',
  read: ({ requests }) => {
    const conversations = conversationsOf(requests);
    const growths = conversations.flatMap((turns) => {
      const inOrder = turns
        .filter(({ outcome, inputTokens }) => outcome === 'ok' && inputTokens > 0)
        .toSorted((one, other) => one.turn - other.turn);
      const [first, last] = [inOrder[0], inOrder.at(-1)];
      if (first === undefined || last === undefined || first === last || first.turn !== 1)
        return [];
      return [last.inputTokens / first.inputTokens];
    });
    return readingOf(
      growths,
      conversations.length === 0
        ? NO_CONVERSATION
        : 'no conversation had several turns whose input tokens are known',
    );
  },
};
