import type { RequestRow } from '../../stream/rows/request-row.ts';
import { leftOutOf } from '../measure/failure-remark.ts';
import type { MetricDefinition } from '../metric.ts';
import { noteOf, readingOf } from '../measure/reading.ts';
import {
  countOf,
  elapsedMs,
  isSuccessful,
  noServiceReason,
  numbersOf,
} from '../measure/service-requests.ts';
import { unfitStreamTimes } from '../measure/unfit-times.ts';

/** Whether a response began with reasoning. */
function reasonedFirst(row: RequestRow): boolean {
  return (
    isSuccessful(row) && !Number.isNaN(row.firstTokenNs) && row.firstAnswerNs !== row.firstTokenNs
  );
}

/** Infinite for a response that ended within its reasoning: its answer never came. */
function firstAnswerMs(row: RequestRow): number {
  if (!isSuccessful(row) || Number.isNaN(row.firstTokenNs)) return Number.NaN;
  if (Number.isNaN(row.firstAnswerNs)) return Number.POSITIVE_INFINITY;
  return elapsedMs(row, 'sentNs', 'firstAnswerNs');
}

/** Service time to the first token that is not reasoning. */
export const timeToFirstAnswerToken: MetricDefinition = {
  name: 'timeToFirstAnswerToken',
  aliases: [],
  of: 'stage',
  unit: 'ms',
  better: 'lower',
  defaultAggregate: 'p95',
  isShownWhen: ({ note }) => note !== undefined,
  description:
    'Time to first answer token: from sending a request to its first token that is not reasoning; TTFT where it does not reason.',
  formula:
    'firstAnswer - sent of successful requests; one that ended within its reasoning, or failed, counts as infinitely slow in criteria',
  read: (phase) => {
    const { requests } = phase;
    const reasoned = countOf(requests, reasonedFirst);
    const unanswered = countOf(
      requests,
      (row) => reasonedFirst(row) && Number.isNaN(row.firstAnswerNs),
    );
    return readingOf(numbersOf(requests, firstAnswerMs), noServiceReason(phase), {
      ...noteOf(
        reasoned === 0
          ? undefined
          : `${reasoned} of ${countOf(requests, isSuccessful)} responses began with reasoning`,
        unanswered === 0 ? undefined : `${unanswered} ended within it`,
      ),
      ...leftOutOf(requests, true),
      ...unfitStreamTimes(phase),
    });
  },
};
