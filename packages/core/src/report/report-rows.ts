import { DASH, formatNumber, formatValue } from '../metric/format-value.ts';
import type { Measurement } from '../metric/measurement.ts';
import type { Aggregate, MetricDefinition } from '../metric/metric.ts';
import { METRICS } from '../metric/registry.ts';
import type { CriterionVerdict } from '../verdict/criterion-verdict.ts';
import { neededCount } from '../verdict/enough-samples.ts';
import type { PhaseResult } from './run-results.ts';

/** A line of a report: a criterion, or a metric that has none. */
export interface ReportRow {
  readonly name: string;
  /** With its unit; a dash when it was not measured. */
  readonly value: string;
  /** `≤ 768 MiB`; empty without a criterion. */
  readonly threshold: string;
  readonly status: 'pass' | 'fail' | 'unjudged';
  /** By how much it was met or missed, how it is defined, or why it was not measured. */
  readonly remark: string;
}

/** The rows of a phase: its criteria first, then every other metric that was asked for. */
export function reportRows(phase: PhaseResult): ReportRow[] {
  const judged = new Set(phase.criteria.map((one) => rowKey(one.metric, one.aggregate)));
  const metrics = METRICS.filter(
    ({ name, defaultAggregate }) =>
      phase.shown.includes(name) && !judged.has(rowKey(name, defaultAggregate)),
  );
  return [
    ...phase.criteria.map(criterionRow),
    ...edgeRows(phase),
    ...metrics.map((metric) => metricRow(metric, phase.measurements[metric.name])),
  ];
}

function rowKey(metric: string, aggregate: Aggregate): string {
  return `${aggregate} ${metric}`;
}

function criterionRow(criterion: CriterionVerdict): ReportRow {
  const { key, unit, value, threshold, bound, status, text } = criterion;
  return {
    name: key,
    value: formatValue(unit, value),
    threshold: `${bound === 'at-most' ? '≤' : '≥'} ${formatValue(unit, threshold)}`,
    status,
    remark: text,
  };
}

/** The two figures of the contract that are no metric of their own. */
function edgeRows({ metrics, shown }: PhaseResult): ReportRow[] {
  if (!shown.includes('memoryUsage')) return [];
  const { baseline, afterRelease } = metrics.memoryUsage;
  return [
    edgeRow('memory at idle', baseline, 'Median resident memory before a model is loaded.'),
    edgeRow('memory after release', afterRelease, 'Median resident memory once all is released.'),
  ];
}

function edgeRow(name: string, bytes: number, definition: string): ReportRow {
  const remark = Number.isNaN(bytes) ? 'not measured: no samples in that window' : definition;
  return { name, value: formatValue('bytes', bytes), threshold: '', status: 'unjudged', remark };
}

function metricRow(metric: MetricDefinition, measurement: Measurement | undefined): ReportRow {
  const { name, unit, defaultAggregate, description } = metric;
  const value = measurement?.[defaultAggregate] ?? Number.NaN;
  const unjudged = { name, threshold: '', status: 'unjudged' } as const;
  if (measurement === undefined || Number.isNaN(value)) {
    const reason = measurement?.reason ?? 'no value';
    return { ...unjudged, value: DASH, remark: `not measured: ${reason}` };
  }
  const parts = [
    spread(unit, defaultAggregate, measurement),
    description,
    ...(measurement.note === undefined ? [] : [`Note: ${measurement.note}.`]),
  ];
  return {
    ...unjudged,
    value: formatValue(unit, value),
    remark: parts.filter((part) => part !== '').join(' '),
  };
}

/** Which aggregate of how many values, and from where to where they go. */
function spread(
  unit: MetricDefinition['unit'],
  aggregate: Aggregate,
  { count, min, max, interval }: Measurement,
): string {
  if (interval !== undefined) {
    return `95 % interval ${formatValue(unit, interval.low)} to ${formatValue(unit, interval.high)}.`;
  }
  if (count <= 1) return '';
  const few = count < neededCount(aggregate) ? ', too few to judge' : '';
  const range = `${formatValue(unit, min)} to ${formatValue(unit, max)}`;
  return `${aggregate} of ${formatNumber(count)}${few}, ${range}.`;
}
