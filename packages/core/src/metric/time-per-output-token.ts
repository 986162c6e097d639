import type { RequestRow } from '../stream/request-row.ts';
import { leftOutOf } from './failure-remark.ts';
import type { MetricDefinition } from './metric.ts';
import { noteOf, readingOf } from './reading.ts';
import {
  allEmptyReason,
  elapsedMs,
  isAnswered,
  noServiceReason,
  numbersOf,
} from './service-requests.ts';
import { tokenSourceRemark } from './token-source.ts';
import { unfitStreamTimes } from './unfit-times.ts';

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
  read: (phase) => {
    return readingOf(
      numbersOf(phase.requests, (row) =>
        hasSeveral(row)
          ? elapsedMs(row, 'firstTokenNs', 'lastTokenNs') / (row.outputTokens - 1)
          : Number.NaN,
      ),
      phase.requests.some(isAnswered) && allEmptyReason(phase) === undefined
        ? 'no answered request is known to have two output tokens that came one after the other'
        : noServiceReason(phase),
      {
        ...noteOf(tokenSourceRemark(phase.requests, hasSeveral)),
        ...leftOutOf(phase.requests, false),
        ...unfitStreamTimes(phase),
      },
    );
  },
};

/** Tokens that came in one event, or in one read, have no time between them. */
function hasSeveral(row: RequestRow): boolean {
  return isAnswered(row) && row.outputTokens >= 2 && row.lastTokenNs > row.firstTokenNs;
}
