import { countReads } from '../../stream/rows/burst.ts';
import type { RequestRow } from '../../stream/rows/request-row.ts';
import { leftOutOf } from '../measure/failure-remark.ts';
import type { MetricDefinition } from '../metric.ts';
import { noteOf, readingOf } from '../measure/reading.ts';
import { allEmptyReason, isSuccessful, noServiceReason } from '../measure/service-requests.ts';
import { gapRemark } from '../tokens/tokens-per-event.ts';
import { unfitStreamTimes } from '../measure/unfit-times.ts';

/** Gaps that a reader of the stream sees. */
export const interTokenLatency: MetricDefinition = {
  name: 'interTokenLatency',
  aliases: ['itl'],
  of: 'stage',
  unit: 'ms',
  better: 'lower',
  defaultAggregate: 'p99',
  description: 'Gaps between the reads that brought content, pooled over requests, as observed.',
  formula:
    'differences of successive distinct content stamps of successful requests; events of one read have no gap; no criterion passes with a failed request',
  read: (phase) => {
    const perRequest = gapsPerRequest(phase.requests);
    return readingOf(
      gapsMs(phase.requests, perRequest),
      phase.requests.some(isSuccessful) && allEmptyReason(phase) === undefined
        ? 'no response came in two or more reads'
        : noServiceReason(phase),
      {
        ...noteOf(gapRemark(phase.requests)),
        ...leftOutOf(phase.requests, false),
        perRequest,
        ...unfitStreamTimes(phase),
      },
    );
  },
};

/** Every gap between two reads with content of one successful request, request after request. */
function gapsMs(rows: readonly RequestRow[], perRequest: Uint32Array): Float64Array {
  const gaps = new Float64Array(perRequest.reduce((sum, count) => sum + count, 0));
  let next = 0;
  for (const row of rows) {
    if (!isSuccessful(row)) continue;
    const { chunkNs } = row;
    for (let event = 1; event < chunkNs.length; event += 1) {
      const gapNs = (chunkNs[event] ?? Number.NaN) - (chunkNs[event - 1] ?? Number.NaN);
      if (gapNs === 0) continue;
      gaps[next] = gapNs / 1e6;
      next += 1;
    }
  }
  return gaps;
}

/** How many gaps each successful request has. */
function gapsPerRequest(rows: readonly RequestRow[]): Uint32Array {
  return Uint32Array.from(rows.filter(isSuccessful), (row) => Math.max(0, countReads(row) - 1));
}
