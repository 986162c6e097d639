import { leftOutOf } from '../measure/failure-remark.ts';
import type { MetricDefinition } from '../metric.ts';
import { readingOfOne } from '../measure/reading.ts';
import { draftedRequests, sumOver, whyNoDrafts } from './drafted-requests.ts';
import { REPORTED } from './read-reported.ts';

/** Acceptance rate of speculative decoding. */
export const draftAcceptance: MetricDefinition = {
  ...REPORTED,
  name: 'draftAcceptance',
  label: 'draft acceptance',
  unit: 'ratio',
  isShare: true,
  better: 'higher',
  defaultAggregate: 'avg',
  description: 'Share of the tokens proposed by speculative decoding that the model accepted.',
  formula:
    'sum of acceptedDraftTokens / sum of draftTokens of successful requests with drafts: draft_n of llama.cpp, speculative_decoding_stats of vLLM, accepted and rejected prediction tokens in usage',
  read: (phase) => {
    const drafted = draftedRequests(phase);
    return readingOfOne(
      sumOver(drafted, (row) => row.acceptedDraftTokens) /
        sumOver(drafted, (row) => row.draftTokens),
      whyNoDrafts(phase),
      leftOutOf(phase.requests, false),
    );
  },
};
