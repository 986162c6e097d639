import { leftOutOf } from '../measure/failure-remark.ts';
import type { MetricDefinition } from '../metric.ts';
import { ofOneApi } from '../measure/one-api.ts';
import { noteOf, readingOf } from '../measure/reading.ts';
import { numbersOf } from '../measure/service-requests.ts';
import { tokenSourceRemark } from '../tokens/token-source.ts';
import { unfitStreamTimes } from '../measure/unfit-times.ts';
import { hasSeveralTokens, severalTokensReason, timePerTokenMs } from '../tokens/time-per-token.ts';

/**
 * Output rate as the reader of a response sees it: "output token throughput per user" of AIPerf, which is 1 / inter
 * token latency of the request (https://docs.nvidia.com/aiperf/reference/ai-perf-metrics-reference).
 */
export const outputTokensPerSecondPerUser: MetricDefinition = {
  name: 'outputTokensPerSecondPerUser',
  label: 'output tokens per second per user',
  aliases: [],
  of: 'stage',
  unit: 'perSecond',
  better: 'higher',
  defaultAggregate: 'avg',
  description: 'Output tokens per second after the first token, by request.',
  formula:
    '1000 / timePerOutputToken of each request; absent with fewer than two tokens or when all arrived in one read; no criterion passes with a failed request',
  read: ofOneApi((phase) =>
    readingOf(
      numbersOf(phase.requests, (row) => 1000 / timePerTokenMs(row)),
      severalTokensReason(phase),
      {
        ...noteOf(tokenSourceRemark(phase.requests, hasSeveralTokens)),
        ...leftOutOf(phase.requests, false),
        ...unfitStreamTimes(phase),
      },
    ),
  ),
};
