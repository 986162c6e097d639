import { formatRatio } from '../../metric/format/format-value.ts';
import type { Measurements } from '../../metric/measure/measure.ts';
import { SERVICE_LATENCIES } from '../../metric/measure/service-latencies.ts';

/**
 * The prefix cache hit rate next to a latency: cached prompts have a shorter TTFT, so that latencies at different hit rates
 * cannot be compared. Empty for any other metric, and where no request was successful.
 */
export function cacheRemark(measurements: Measurements, metric: string): string {
  const latency = measurements[metric];
  if (!SERVICE_LATENCIES.includes(metric) || latency === undefined) return '';
  if (latency.count === latency.failed) return '';
  const ratio = measurements['cacheHitRate']?.avg ?? Number.NaN;
  return Number.isNaN(ratio)
    ? 'prefix cache hit rate unknown'
    : `prefix cache hit rate ${formatRatio(ratio)}`;
}
