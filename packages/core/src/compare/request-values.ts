import { errorRate } from '../metric/errors/error-rate.ts';
import type { MetricDefinition } from '../metric/metric.ts';
import { isAttempted } from '../metric/measure/service-requests.ts';
import type { PhaseStreams } from '../stream/phase-streams.ts';
import type { RequestRow } from '../stream/rows/request-row.ts';

/** The scheduled start of a request; a request without one comes first. */
function startNs({ scheduledNs }: RequestRow): number {
  return Number.isNaN(scheduledNs) ? 0 : scheduledNs;
}

function inOrder(rows: readonly RequestRow[]): RequestRow[] {
  return rows.toSorted((a, b) => startNs(a) - startNs(b) || a.id - b.id);
}

/** The values whose average is the error rate: 1 for a failed attempt, 0 for a successful one. */
function failuresOf({ requests }: PhaseStreams): Float64Array {
  return Float64Array.from(inOrder(requests.filter(isAttempted)), ({ outcome }) =>
    outcome === 'ok' ? 0 : 1,
  );
}

/**
 * The values of a metric with one or more values per request, in order of scheduled start.
 * @param streams of one stage, so that its requests are exchangeable
 * @returns undefined for a metric without values per request: memory over time, a rate, a slope
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
  // Values that cannot be assigned to requests are not values of requests.
  const count = (first?.length ?? 0) + (second?.length ?? 0);
  return count === whole.length ? whole : undefined;
}
