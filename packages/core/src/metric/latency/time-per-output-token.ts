import { leftOutOf } from '../measure/failure-remark.ts';
import type { MetricDefinition } from '../metric.ts';
import { noteOf, readingOf } from '../measure/reading.ts';
import { numbersOf } from '../measure/service-requests.ts';
import { tokenSourceRemark } from '../tokens/token-source.ts';
import { hasSeveralTokens, severalTokensReason, timePerTokenMs } from '../tokens/time-per-token.ts';
import { unfitStreamTimes } from '../measure/unfit-times.ts';

/** Pace of generation within a request. */
export const timePerOutputToken: MetricDefinition = {
  name: 'timePerOutputToken',
  aliases: ['tpot'],
  of: 'stage',
  unit: 'ms',
  better: 'lower',
  defaultAggregate: 'p95',
  description: 'Time per token after the first, by request.',
  formula:
    '(lastToken - firstToken) / (outputTokens - 1); absent under two tokens or where all came in one read; no criterion passes with a failed request',
  read: (phase) =>
    readingOf(numbersOf(phase.requests, timePerTokenMs), severalTokensReason(phase), {
      ...noteOf(tokenSourceRemark(phase.requests, hasSeveralTokens)),
      ...leftOutOf(phase.requests, false),
      ...unfitStreamTimes(phase),
    }),
};
