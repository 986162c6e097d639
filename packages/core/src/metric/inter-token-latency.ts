import type { MetricDefinition } from './metric.ts';
import { readingOf } from './reading.ts';
import { answeredRequests, noServiceReason } from './service-requests.ts';

/** Gaps that a reader of the stream sees. */
export const interTokenLatency: MetricDefinition = {
  name: 'interTokenLatency',
  aliases: [],
  unit: 'ms',
  better: 'lower',
  defaultAggregate: 'p99',
  description: 'Gaps between content events, pooled over requests, as observed.',
  formula: 'differences of successive content stamps of answered requests',
  read: (phase) => {
    const answered = answeredRequests(phase);
    const gapsMs = answered.flatMap(({ chunkNs }) =>
      Array.from(chunkNs.subarray(1), (atNs, index) => (atNs - (chunkNs[index] ?? NaN)) / 1e6),
    );
    return readingOf(
      gapsMs,
      answered.length === 0 ? noServiceReason(phase) : 'no answer came in two or more events',
    );
  },
};
