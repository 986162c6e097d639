import { leftOutOf } from '../measure/failure-remark.ts';
import type { MetricDefinition } from '../metric.ts';
import { readingOfOne } from '../measure/reading.ts';
import { draftedRequests, sumOver, whyNoDrafts } from './drafted-requests.ts';
import { REPORTED } from './read-reported.ts';

/** Tokens of a step of speculative decoding: the accepted ones and the one that the model adds itself. */
export const draftAcceptanceLength: MetricDefinition = {
  ...REPORTED,
  name: 'draftAcceptanceLength',
  label: 'mean acceptance length',
  unit: 'tokens',
  better: 'higher',
  defaultAggregate: 'avg',
  description:
    'Output tokens per step of speculative decoding: accepted ones and the one that the model adds.',
  formula:
    'sum of outputTokens / sum of (outputTokens - acceptedDraftTokens) of successful requests with drafts',
  read: (phase) => {
    // More accepted tokens than were returned: the last draft was cut at the limit.
    const drafted = draftedRequests(phase).filter(
      ({ outputTokens, acceptedDraftTokens }) => outputTokens > acceptedDraftTokens,
    );
    return readingOfOne(
      sumOver(drafted, (row) => row.outputTokens) /
        sumOver(drafted, (row) => row.outputTokens - row.acceptedDraftTokens),
      whyNoDrafts(phase),
      leftOutOf(phase.requests, false),
    );
  },
};
