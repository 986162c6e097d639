import type { RequestRow } from '../stream/request-row.ts';
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
    return readingOf(
      gapsMs(answered),
      answered.length === 0 ? noServiceReason(phase) : 'no answer came in two or more events',
    );
  },
};

/** Every gap between two content events of one request, request after request. */
function gapsMs(rows: readonly RequestRow[]): Float64Array {
  let count = 0;
  for (const { chunkNs } of rows) count += Math.max(0, chunkNs.length - 1);
  const gaps = new Float64Array(count);
  let next = 0;
  for (const { chunkNs } of rows) {
    for (let event = 1; event < chunkNs.length; event += 1) {
      gaps[next] = ((chunkNs[event] ?? Number.NaN) - (chunkNs[event - 1] ?? Number.NaN)) / 1e6;
      next += 1;
    }
  }
  return gaps;
}
