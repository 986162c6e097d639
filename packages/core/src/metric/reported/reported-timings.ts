import type { MetricDefinition } from '../metric.ts';
import { draftAcceptance } from './draft-acceptance.ts';
import { draftAcceptanceLength } from './draft-acceptance-length.ts';
import { gatewayOverhead } from './gateway-overhead.ts';
import { reportedDecodeRate } from './reported-decode-rate.ts';
import { reportedDecodeTime } from './reported-decode-time.ts';
import { reportedLoadTime } from './reported-load-time.ts';
import { reportedPrefillRate } from './reported-prefill-rate.ts';
import { reportedPrefillTime } from './reported-prefill-time.ts';
import { reportedQueueTime } from './reported-queue-time.ts';
import { timeOutsidePrefill } from './time-outside-prefill.ts';

/** Metrics that servers report for single requests in their responses, in the order of reports. */
export const REPORTED_TIMINGS: readonly MetricDefinition[] = [
  reportedQueueTime,
  reportedLoadTime,
  reportedPrefillTime,
  reportedPrefillRate,
  timeOutsidePrefill,
  reportedDecodeTime,
  reportedDecodeRate,
  draftAcceptance,
  draftAcceptanceLength,
  gatewayOverhead,
];
