import { errorRate } from '../metric/errors/error-rate.ts';
import type { MetricDefinition } from '../metric/metric.ts';
import { isAttempted } from '../metric/measure/service-requests.ts';
import type { PhaseStreams } from '../stream/phase-streams.ts';
import type { RequestRow } from '../stream/rows/request-row.ts';

/** When a request was due; one that was never due comes first. */
function dueNs({ scheduledNs }: RequestRow): number {
  return Number.isNaN(scheduledNs) ? 0 : scheduledNs;
}

function inOrder(rows: readonly RequestRow[]): RequestRow[] {
  return rows.toSorted((a, b) => dueNs(a) - dueNs(b) || a.id - b.id);
}

/** What the rate of errors is the average of: 1 for an attempted request that failed, 0 for one that was successful. */
function failuresOf({ requests }: PhaseStreams): Float64Array {
  return Float64Array.from(inOrder(requests.filter(isAttempted)), ({ outcome }) =>
    outcome === 'ok' ? 0 : 1,
  );
}

/**
 * The values of a metric that has one or more for each request, in the order in which the requests were due.
 * @param streams of one stage: all its requests are of one load, so any may be drawn for any other
 * @returns undefined for a metric that is not made of such values: memory over time, a rate, a slope
 */
export function requestValues(
  metric: MetricDefinition,
  streams: PhaseStreams,
): Float64Array | undefined {
  if (metric.name === errorRate.name) return failuresOf(streams);
  const requests = inOrder(streams.requests);
  const half = Math.floor(requests.length / 2);
  const valuesOf = (rows: readonly RequestRow[]): Float64Array | undefined => {
    const reading = metric.read({ ...streams, requests: rows });
    if (reading.kind === 'unmeasured') return new Float64Array(0);
    if (reading.kind === 'summary' || reading.weights !== undefined) return undefined;
    return Float64Array.from(reading.values);
  };
  const [whole, first, second] = [
    valuesOf(requests),
    valuesOf(requests.slice(0, half)),
    valuesOf(requests.slice(half)),
  ];
  if (whole === undefined || whole.length < 2) return undefined;
  // What does not fall apart by request is no value of requests.
  const count = (first?.length ?? 0) + (second?.length ?? 0);
  return count === whole.length ? whole : undefined;
}
