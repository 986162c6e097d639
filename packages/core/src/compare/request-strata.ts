import { errorRate } from '../metric/error-rate.ts';
import type { MetricDefinition } from '../metric/metric.ts';
import { isAttempted } from '../metric/service-requests.ts';
import type { PhaseStreams } from '../stream/phase-streams.ts';
import type { RequestRow } from '../stream/request-row.ts';

/** When a request was due; one that was never due comes first. */
function dueNs({ intendedNs }: RequestRow): number {
  return Number.isNaN(intendedNs) ? 0 : intendedNs;
}

function inOrder(rows: readonly RequestRow[]): RequestRow[] {
  return rows.toSorted((a, b) => dueNs(a) - dueNs(b) || a.id - b.id);
}

/** What the rate of errors is the average of: 1 for an attempted request that failed, 0 for one that was answered. */
function failureStrata(phase: PhaseStreams): readonly Float64Array[] {
  const attempted = inOrder(phase.requests.filter(isAttempted));
  return [...new Set(attempted.map(({ purpose }) => purpose))].map((purpose) =>
    Float64Array.from(
      attempted.filter((row) => row.purpose === purpose),
      ({ outcome }) => (outcome === 'ok' ? 0 : 1),
    ),
  );
}

/**
 * The values of a metric that has one or more for each request, in order of time, apart by what the requests were made for:
 * those of a closed and of an open loop are of two kinds, and drawing one for the other would be noise.
 * @returns undefined for a metric that is not made of such values: memory over time, a rate, a slope
 */
export function requestStrata(
  metric: MetricDefinition,
  phase: PhaseStreams,
): readonly Float64Array[] | undefined {
  if (metric.name === errorRate.name) return failureStrata(phase);
  const whole = metric.read(phase);
  if (whole.kind !== 'values' || whole.weights !== undefined) return undefined;
  if (whole.values.length < 2) return undefined;
  const ordered = inOrder(phase.requests);
  const strata: Float64Array[] = [];
  for (const purpose of new Set(ordered.map((row) => row.purpose))) {
    const requests = ordered.filter((row) => row.purpose === purpose);
    const reading = metric.read({ ...phase, requests });
    if (reading.kind === 'values') strata.push(Float64Array.from(reading.values));
  }
  // What does not fall apart by request is no value of requests.
  const count = strata.reduce((sum, { length }) => sum + length, 0);
  return count === whole.values.length ? strata : undefined;
}
