import { formatRatio } from '../metric/format-value.ts';
import { SERVICE_LATENCIES } from '../metric/service-latencies.ts';
import type { PhaseResult } from './results/run-results.ts';

/**
 * What stands beside every latency: a prompt that a cache serves is answered sooner, so that latencies of different hit
 * ratios cannot be compared. Empty for any other metric, and where no request was answered.
 */
export function cacheRemark({ measurements }: PhaseResult, metric: string): string {
  const latency = measurements[metric];
  if (!SERVICE_LATENCIES.includes(metric) || latency === undefined) return '';
  if (latency.count === latency.failed) return '';
  const ratio = measurements['cacheHitRatio']?.avg ?? Number.NaN;
  return Number.isNaN(ratio) ? 'cache hits not told' : `cache hits ${formatRatio(ratio)}`;
}
