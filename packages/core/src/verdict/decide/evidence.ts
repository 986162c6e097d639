import type { Aggregate, MetricDefinition } from '../../metric/metric.ts';
import { isSuccessful, isAttempted } from '../../metric/measure/service-requests.ts';
import type { PhaseStreams } from '../../stream/phase-streams.ts';

/** Percentiles as probabilities. */
const PROBABILITIES: Partial<Readonly<Record<Aggregate, number>>> = {
  p50: 0.5,
  p90: 0.9,
  p95: 0.95,
  p99: 0.99,
};

/** The probability of a percentile; undefined for other aggregates. */
export function probabilityOf(aggregate: Aggregate): number | undefined {
  return PROBABILITIES[aggregate];
}

/** The values that decide a criterion, in order of arrival. */
export type Evidence =
  | {
      readonly kind: 'percentile';
      readonly probability: number;
      /** In the unit of the metric; `Infinity` for failed requests. */
      readonly values: Float64Array;
      /** Number of values of each request; one each when absent. */
      readonly perRequest?: Uint32Array;
    }
  | { readonly kind: 'mean'; readonly values: Float64Array }
  /** 1 for a request that counts toward the share. */
  | { readonly kind: 'share'; readonly hits: Uint8Array };

/**
 * Reads the evidence for a criterion from requests.
 * @param streams of the judged stage or phase, with requests in order of arrival
 * @returns undefined where the value is not a sample of requests (maxima, sums, rates, samples over time, model loads and
 *   switches), and where it excludes failed requests
 */
export function evidenceOf(
  metric: MetricDefinition,
  aggregate: Aggregate,
  streams: PhaseStreams,
): Evidence | undefined {
  const probability = PROBABILITIES[aggregate];
  if (probability === undefined && (aggregate !== 'avg' || metric.of !== 'stage')) return undefined;
  const reading = metric.read(streams);
  if (reading.kind !== 'values' || reading.weights !== undefined) return undefined;
  const { values, perRequest, hits, leftOut } = reading;
  if (leftOut !== undefined && (!leftOut.areRanked || aggregate === 'avg')) return undefined;
  if (probability !== undefined) {
    return {
      kind: 'percentile',
      probability,
      values: Float64Array.from(
        leftOut?.areRanked === true ? withFailed(values, leftOut.count, streams) : values,
      ),
      ...(perRequest === undefined ? {} : { perRequest }),
    };
  }
  if (hits !== undefined) return { kind: 'share', hits: hits() };
  return values.length > 1 ? { kind: 'mean', values: Float64Array.from(values) } : undefined;
}

/** Values of successful requests, with `Infinity` at the places where failed ones arrived, or at the end where these are unknown. */
function withFailed(
  values: ArrayLike<number>,
  failed: number,
  { requests }: PhaseStreams,
): number[] {
  const all: number[] = [];
  let next = 0;
  for (const row of requests) {
    if (!isAttempted(row)) continue;
    if (!isSuccessful(row)) all.push(Infinity);
    else if (next < values.length) {
      all.push(values[next] ?? Number.NaN);
      next += 1;
    }
  }
  // Metrics of setup requests count failures that `isAttempted` leaves out.
  if (all.length === values.length + failed) return all;
  return [...Array.from(values), ...Array.from({ length: failed }, () => Infinity)];
}
