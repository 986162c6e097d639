import type { RequestRow } from '../../stream/rows/request-row.ts';
import type { MetricDefinition } from '../metric.ts';
import { elapsedMs } from '../measure/service-requests.ts';
import { unfitStreamTimes } from '../measure/unfit-times.ts';
import { readReported, REPORTED } from './read-reported.ts';

/** Loading counts as 0 where the server reports none. */
function outsidePrefillMs(row: RequestRow): number {
  const loadNs = Number.isNaN(row.serverLoadNs) ? 0 : row.serverLoadNs;
  return elapsedMs(row, 'sentNs', 'firstTokenNs') - (loadNs + row.serverPrefillNs) / 1e6;
}

/** The part of TTFT that the server's own timings do not explain: its queue and the network. */
export const timeOutsidePrefill: MetricDefinition = {
  ...REPORTED,
  name: 'timeOutsidePrefill',
  label: 'TTFT outside prefill',
  unit: 'ms',
  better: 'lower',
  defaultAggregate: 'p95',
  description:
    'Part of TTFT that the server reports neither as loading nor as prefill: queue, network and template.',
  formula:
    'firstToken - sent - serverLoad - serverPrefill of successful requests that report a prefill; below 0 where the first token arrives before the server counts it',
  read: (phase) => readReported(phase, outsidePrefillMs, unfitStreamTimes(phase)),
};
