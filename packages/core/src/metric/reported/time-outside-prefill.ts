import type { RequestRow } from '../../stream/rows/request-row.ts';
import type { MetricDefinition } from '../metric.ts';
import { elapsedMs } from '../measure/service-requests.ts';
import { unfitStreamTimes } from '../measure/unfit-times.ts';
import { readReported, REPORTED } from './read-reported.ts';

/** Loading counts as 0 where a server has none to report. */
function outsidePrefillMs(row: RequestRow): number {
  const loadNs = Number.isNaN(row.serverLoadNs) ? 0 : row.serverLoadNs;
  return elapsedMs(row, 'sentNs', 'firstTokenNs') - (loadNs + row.serverPrefillNs) / 1e6;
}

/** What the client waited for a first token, and the server does not account for: its queue, and the network. */
export const timeOutsidePrefill: MetricDefinition = {
  ...REPORTED,
  name: 'timeOutsidePrefill',
  unit: 'ms',
  better: 'lower',
  defaultAggregate: 'p95',
  description:
    'Part of TTFT in which the server reports neither loading nor prefill: its queue, the network and the template.',
  formula:
    'firstToken - sent - serverLoad - serverPrefill of successful requests that report a prefill; below 0 where the first token comes before the server counts it',
  read: (phase) => readReported(phase, outsidePrefillMs, unfitStreamTimes(phase)),
};
