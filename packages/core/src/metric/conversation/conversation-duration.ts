import type { MetricDefinition } from '../metric.ts';
import { readingOf } from '../measure/reading.ts';
import { conversationsOf, isWhole, NO_CONVERSATION } from './conversations.ts';

/** How long a user needs for a conversation, think time included. */
export const conversationDuration: MetricDefinition = {
  name: 'conversationDuration',
  label: 'conversation duration',
  aliases: [],
  of: 'stage',
  unit: 'ms',
  better: 'lower',
  defaultAggregate: 'p50',
  description:
    'Time from the scheduled start of a conversation to its last response, think time included; a conversation that the end of its stage cut counts with the turns that were sent.',
  formula: 'last endNs − first scheduledNs of each conversation without a failed turn',
  read: ({ requests }) => {
    const conversations = conversationsOf(requests);
    const whole = conversations.filter(isWhole);
    const failed = conversations.length - whole.length;
    return readingOf(
      whole.map((turns) => {
        const beganNs = Math.min(...turns.map(({ scheduledNs }) => scheduledNs));
        return (Math.max(...turns.map(({ endNs }) => endNs)) - beganNs) / 1e6;
      }),
      conversations.length === 0
        ? NO_CONVERSATION
        : `each of ${failed} conversations had a failed turn`,
      failed === 0 ? {} : { leftOut: { count: failed, areRanked: true } },
    );
  },
};
