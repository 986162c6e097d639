import { countReads } from '../../stream/rows/burst.ts';
import type { RequestRow } from '../../stream/rows/request-row.ts';
import { leftOutOf } from '../measure/failure-remark.ts';
import type { MetricDefinition } from '../metric.ts';
import { ofOneApi } from '../measure/one-api.ts';
import { noteOf, readingOf } from '../measure/reading.ts';
import { allEmptyReason, noServiceReason } from '../measure/reasons.ts';
import { isSuccessful } from '../measure/service-requests.ts';
import { gapRemark } from '../tokens/tokens-per-event.ts';
import { unfitStreamTimes } from '../measure/unfit-times.ts';

/** Inter-token latency as a reader of the stream sees it. */
export const interTokenLatency: MetricDefinition = {
  name: 'interTokenLatency',
  label: 'ITL',
  aliases: ['itl'],
  of: 'stage',
  unit: 'ms',
  better: 'lower',
  defaultAggregate: 'p99',
  description:
    'Inter-token latency: time between successive reads with content, pooled over requests.',
  formula:
    'differences of successive distinct content timestamps of successful requests; events of one read share a timestamp; no criterion passes with a failed request',
  read: ofOneApi((phase) => {
    const perRequest = gapsPerRequest(phase.requests);
    return readingOf(
      gapsMs(phase.requests, perRequest),
      phase.requests.some(isSuccessful) && allEmptyReason(phase) === undefined
        ? 'no response arrived in two or more reads'
        : noServiceReason(phase),
      {
        ...noteOf(gapRemark(phase.requests)),
        ...leftOutOf(phase.requests, false),
        perRequest,
        ...unfitStreamTimes(phase),
      },
    );
  }),
};

/** Every time between two reads with content of a successful request, request after request. */
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

/** Number of inter-token latencies of each successful request. */
function gapsPerRequest(rows: readonly RequestRow[]): Uint32Array {
  return Uint32Array.from(rows.filter(isSuccessful), (row) => Math.max(0, countReads(row) - 1));
}
