import type { Measurement } from '../../../metric/measure/measurement.ts';
import { findMetric } from '../../../metric/registry.ts';
import type { CriterionVerdict } from '../../../verdict/criterion-verdict.ts';

/** Rows of a metric that are no metric of their own. */
const PARTS: Readonly<Record<string, string>> = {
  'memoryUsage.baseline': 'RSS idle',
  'memoryUsage.afterRelease': 'RSS after release',
};

/** The label of a metric in tables: `TTFT`. */
export function metricLabel(name: string): string {
  return findMetric(name)?.label ?? PARTS[name] ?? name;
}

/** The labels of several metrics, as a list: `TTFT, TPOT`. */
export function metricLabels(names: readonly string[]): string {
  return names.map(metricLabel).join(', ');
}

/**
 * The label of a criterion: `TTFT p95`, `RSS max`; without an aggregate where the metric has one value, or where its default
 * needs no word: `error rate`.
 * @param measurement of its metric, if it was measured
 */
export function criterionLabel(
  { metric, aggregate, unit }: Pick<CriterionVerdict, 'metric' | 'aggregate' | 'unit'>,
  measurement: Measurement | undefined,
): string {
  const definition = findMetric(metric);
  const isDefault = aggregate === definition?.defaultAggregate;
  const isPlain = (unit !== 'ms' && definition?.of !== 'both') || (measurement?.count ?? 2) <= 1;
  return isDefault && isPlain ? metricLabel(metric) : `${metricLabel(metric)} ${aggregate}`;
}
