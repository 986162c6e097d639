import type { RequestRow } from '../../stream/rows/request-row.ts';
import { leftOutOf } from '../measure/failure-remark.ts';
import type { MetricDefinition } from '../metric.ts';
import { ofOneApi } from '../measure/one-api.ts';
import { noteOf, readingOf } from '../measure/reading.ts';
import { noServiceReason } from '../measure/reasons.ts';
import { countOf, elapsedMs, isSuccessful, numbersOf } from '../measure/service-requests.ts';
import { unfitStreamTimes } from '../measure/unfit-times.ts';

/** Whether a response began with reasoning. */
function reasonedFirst(row: RequestRow): boolean {
  return (
    isSuccessful(row) && !Number.isNaN(row.firstTokenNs) && row.firstAnswerNs !== row.firstTokenNs
  );
}

/** Infinite for a response that ended within its reasoning: it has no answer. */
function firstAnswerMs(row: RequestRow): number {
  if (!isSuccessful(row) || Number.isNaN(row.firstTokenNs)) return Number.NaN;
  if (Number.isNaN(row.firstAnswerNs)) return Number.POSITIVE_INFINITY;
  return elapsedMs(row, 'sentNs', 'firstAnswerNs');
}

/** Time from the send to the first token that is not reasoning. */
export const timeToFirstAnswerToken: MetricDefinition = {
  name: 'timeToFirstAnswerToken',
  label: 'time to first answer token',
  aliases: [],
  of: 'stage',
  unit: 'ms',
  better: 'lower',
  defaultAggregate: 'p95',
  isShownWhen: ({ note }) => note !== undefined,
  description:
    'From the send of a request to its first token that is not reasoning; equals TTFT without reasoning.',
  formula:
    'firstAnswer - sent of successful requests; those that ended within their reasoning, or failed, count as infinite in criteria',
  read: ofOneApi((phase) => {
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
        unanswered === 0 ? undefined : `${unanswered} ended within their reasoning`,
      ),
      ...leftOutOf(requests, true),
      ...unfitStreamTimes(phase),
    });
  }),
};
