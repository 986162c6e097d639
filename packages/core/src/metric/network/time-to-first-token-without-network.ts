import type { RequestRow } from '../../stream/rows/request-row.ts';
import type { MetricDefinition } from '../metric.ts';
import { ofOneApi } from '../measure/one-api.ts';
import { noteOf, readingOf } from '../measure/reading.ts';
import { elapsedMs, numbersOf } from '../measure/service-requests.ts';
import { leftOutOf } from '../measure/failure-remark.ts';
import { unfitStreamTimes } from '../measure/unfit-times.ts';
import { networkMs, networkRemark, noNetworkReason } from './network-part.ts';

function withoutNetworkMs(row: RequestRow): number {
  return elapsedMs(row, 'sentNs', 'firstTokenNs') - networkMs(row);
}

/** The part of TTFT that the server took. */
export const timeToFirstTokenWithoutNetwork: MetricDefinition = {
  name: 'timeToFirstTokenWithoutNetwork',
  label: 'TTFT without network',
  aliases: [],
  of: 'stage',
  unit: 'ms',
  better: 'lower',
  defaultAggregate: 'p95',
  isShownWhen: ({ note }) => note !== undefined,
  description: 'TTFT less network time: what a client next to the server would measure.',
  formula: 'firstToken - sent - network time of requests whose network time is known',
  read: ofOneApi((phase) =>
    readingOf(numbersOf(phase.requests, withoutNetworkMs), noNetworkReason(phase), {
      ...noteOf(networkRemark(phase.requests)),
      ...leftOutOf(phase.requests, false),
      ...unfitStreamTimes(phase),
    }),
  ),
};
