import type { RequestRow } from '../stream/request-row.ts';
import { leftOutOf } from './failure-remark.ts';
import type { MetricDefinition } from './metric.ts';
import { readingOf } from './reading.ts';
import { isAnswered, noServiceReason } from './service-requests.ts';

/** Gaps that a reader of the stream sees. */
export const interTokenLatency: MetricDefinition = {
  name: 'interTokenLatency',
  aliases: [],
  unit: 'ms',
  better: 'lower',
  defaultAggregate: 'p99',
  description: 'Gaps between content events, pooled over requests, as observed.',
  formula:
    'differences of successive content stamps of answered requests; no criterion passes with a failed request',
  read: (phase) =>
    readingOf(
      gapsMs(phase.requests),
      phase.requests.some(isAnswered)
        ? 'no answer came in two or more events'
        : noServiceReason(phase),
      leftOutOf(phase.requests, false),
    ),
};

/** Every gap between two content events of one answered request, request after request. */
function gapsMs(rows: readonly RequestRow[]): Float64Array {
  let count = 0;
  for (const row of rows) {
    if (isAnswered(row)) count += Math.max(0, row.chunkNs.length - 1);
  }
  const gaps = new Float64Array(count);
  let next = 0;
  for (const row of rows) {
    if (!isAnswered(row)) continue;
    const { chunkNs } = row;
    for (let event = 1; event < chunkNs.length; event += 1) {
      gaps[next] = ((chunkNs[event] ?? Number.NaN) - (chunkNs[event - 1] ?? Number.NaN)) / 1e6;
      next += 1;
    }
  }
  return gaps;
}
