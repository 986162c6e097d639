import type { MetricDefinition } from '../metric/metric.ts';
import type { PhaseStreams } from '../stream/phase-streams.ts';
import type { RequestRow } from '../stream/request-row.ts';

/** When a request was due; one that was never due comes first. */
function dueNs({ intendedNs }: RequestRow): number {
  return Number.isNaN(intendedNs) ? 0 : intendedNs;
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
  const whole = metric.read(phase);
  if (whole.kind === 'unmeasured' || whole.weights !== undefined) return undefined;
  if (whole.values.length < 2) return undefined;
  const ordered = phase.requests.toSorted((a, b) => dueNs(a) - dueNs(b) || a.id - b.id);
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
