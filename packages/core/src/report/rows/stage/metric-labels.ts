import { findMetric } from '../../../metric/registry.ts';

/** What a table calls a metric: `TTFT`. */
export function metricLabel(name: string): string {
  return findMetric(name)?.label ?? name;
}
