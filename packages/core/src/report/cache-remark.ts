import { formatRatio } from '../metric/format-value.ts';
import type { PhaseResult } from './run-results.ts';

/** Times of requests that stand for users: a prompt that a cache serves is answered sooner. */
const SERVICE_LATENCIES: ReadonlySet<string> = new Set([
  'inferenceTime',
  'responseLatency',
  'timeToFirstToken',
  'timeToFirstTokenResponse',
  'timePerOutputToken',
  'interTokenLatency',
]);

/**
 * What stands beside every latency, since latencies of different hit ratios cannot be compared; empty for any other
 * metric, and where no request was answered.
 */
export function cacheRemark({ measurements }: PhaseResult, metric: string): string {
  const latency = measurements[metric];
  if (!SERVICE_LATENCIES.has(metric) || latency === undefined) return '';
  if (latency.count === latency.failed) return '';
  const ratio = measurements['cacheHitRatio']?.avg ?? Number.NaN;
  return Number.isNaN(ratio) ? 'cache hits not told' : `cache hits ${formatRatio(ratio)}`;
}
