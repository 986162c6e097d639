import type { PhaseStreams } from '../../stream/phase-streams.ts';
import type { RequestRow } from '../../stream/rows/request-row.ts';
import { leftOutOf } from '../measure/failure-remark.ts';
import type { MetricDefinition } from '../metric.ts';
import { readingOfOne } from '../measure/reading.ts';
import { noServiceReason } from '../measure/reasons.ts';
import { countOf, isSuccessful } from '../measure/service-requests.ts';
import { REPORTED } from './read-reported.ts';

/** Whether a response had drafts and has plausible counts. */
function hasDrafts(row: RequestRow): boolean {
  return isSuccessful(row) && row.draftTokens > 0 && row.acceptedDraftTokens <= row.draftTokens;
}

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
    'sum of acceptedDraftTokens / sum of draftTokens of successful requests with drafts: draft_n of llama.cpp, accepted and rejected prediction tokens in usage',
  read: (phase) => {
    const drafted = phase.requests.filter(hasDrafts);
    const sum = (of: (row: RequestRow) => number): number =>
      drafted.reduce((total, row) => total + of(row), 0);
    return readingOfOne(
      sum((row) => row.acceptedDraftTokens) / sum((row) => row.draftTokens),
      whyNone(phase),
      leftOutOf(phase.requests, false),
    );
  },
};

function whyNone(phase: PhaseStreams): string {
  return countOf(phase.requests, isSuccessful) === 0
    ? noServiceReason(phase)
    : 'no response reports draft tokens: speculative decoding is off, or the server does not report it';
}
