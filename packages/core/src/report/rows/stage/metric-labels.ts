import { findMetric } from '../../../metric/registry.ts';

/** Rows of a metric that are no metric of their own. */
const PARTS: Readonly<Record<string, string>> = {
  'memoryUsage.baseline': 'RSS idle',
  'memoryUsage.afterRelease': 'RSS after release',
};

/** The label of a metric in tables: `TTFT`. */
export function metricLabel(name: string): string {
  return findMetric(name)?.label ?? PARTS[name] ?? name;
}
