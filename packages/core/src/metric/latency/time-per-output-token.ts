import { leftOutOf } from '../measure/failure-remark.ts';
import type { MetricDefinition } from '../metric.ts';
import { ofOneApi } from '../measure/one-api.ts';
import { noteOf, readingOf } from '../measure/reading.ts';
import { numbersOf } from '../measure/service-requests.ts';
import { tokenSourceRemark } from '../tokens/token-source.ts';
import { hasSeveralTokens, severalTokensReason, timePerTokenMs } from '../tokens/time-per-token.ts';
import { unfitStreamTimes } from '../measure/unfit-times.ts';

/** Decode time per token, by request. */
export const timePerOutputToken: MetricDefinition = {
  name: 'timePerOutputToken',
  label: 'TPOT',
  aliases: ['tpot'],
  of: 'stage',
  unit: 'ms',
  better: 'lower',
  defaultAggregate: 'p95',
  description: 'Time per output token after the first, by request.',
  formula:
    '(lastToken - firstToken) / (outputTokens - 1); absent with fewer than two tokens or when all arrived in one read; no criterion passes with a failed request',
  read: ofOneApi((phase) =>
    readingOf(numbersOf(phase.requests, timePerTokenMs), severalTokensReason(phase), {
      ...noteOf(tokenSourceRemark(phase.requests, hasSeveralTokens)),
      ...leftOutOf(phase.requests, false),
      ...unfitStreamTimes(phase),
    }),
  ),
};
