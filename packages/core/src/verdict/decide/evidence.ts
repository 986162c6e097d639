import type { Aggregate, MetricDefinition } from '../../metric/metric.ts';
import { isAnswered, isAttempted } from '../../metric/service-requests.ts';
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

/** What a criterion is decided by, in order of arrival. */
export type Evidence =
  | {
      readonly kind: 'percentile';
      readonly probability: number;
      /** In the unit of the metric; `Infinity` for failed requests. */
      readonly values: Float64Array;
      /** Values of each request; one each when absent. */
      readonly perRequest?: Uint32Array;
    }
  | { readonly kind: 'mean'; readonly values: Float64Array }
  /** 1 for a request that counts toward the share. */
  | { readonly kind: 'share'; readonly hits: Uint8Array };

/**
 * What requests show of a criterion beyond its number. Undefined where the number itself is what happened, and no sample of
 * something larger: maxima, sums, rates, samples over time, loads and switches of models; and where failed requests are in
 * no number.
 * @param streams of what it is judged at, its requests in order of arrival
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

/** Values of successful requests with `Infinity` where failed ones arrived among them; at the end where that is not known. */
function withFailed(
  values: ArrayLike<number>,
  failed: number,
  { requests }: PhaseStreams,
): number[] {
  const all: number[] = [];
  let next = 0;
  for (const row of requests) {
    if (!isAttempted(row)) continue;
    if (!isAnswered(row)) all.push(Infinity);
    else if (next < values.length) {
      all.push(values[next] ?? Number.NaN);
      next += 1;
    }
  }
  // Requests of setup are no load: their metrics count their own failures.
  if (all.length === values.length + failed) return all;
  return [...Array.from(values), ...Array.from({ length: failed }, () => Infinity)];
}
