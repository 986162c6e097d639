import type { MetricDefinition } from '../metric.ts';
import { noteOf, readingOf } from '../measure/reading.ts';
import { numbersOf } from '../measure/service-requests.ts';
import { leftOutOf } from '../measure/failure-remark.ts';
import { networkMs, networkRemark, noNetworkReason } from './network-part.ts';

/** The part of TTFT that the network took. */
export const networkTime: MetricDefinition = {
  name: 'networkTime',
  label: 'network time',
  aliases: [],
  of: 'stage',
  unit: 'ms',
  better: 'lower',
  defaultAggregate: 'p95',
  isShownWhen: ({ note }) => note !== undefined,
  description:
    'Part of TTFT that the network takes: until the last byte of the request has left, and the shortest round trip.',
  formula:
    'departed - sent + least round trip of the connection (TCP_INFO), at most TTFT; absent for requests with lost packets and resent ones; includes neither queues on the way nor proxies that end the connection',
  read: (phase) =>
    readingOf(numbersOf(phase.requests, networkMs), noNetworkReason(phase), {
      ...noteOf(networkRemark(phase.requests)),
      ...leftOutOf(phase.requests, false),
    }),
};
