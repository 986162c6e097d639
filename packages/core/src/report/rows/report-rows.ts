import { formatApart } from '../../metric/format/format-apart.ts';
import { DASH, formatBounds, formatNumber, formatValue } from '../../metric/format/format-value.ts';
import type { Measurement } from '../../metric/measure/measurement.ts';
import type { Aggregate, MetricDefinition } from '../../metric/metric.ts';
import { METRICS } from '../../metric/registry.ts';
import {
  shownStatus,
  type CriterionVerdict,
  type ShownStatus,
} from '../../verdict/criterion-verdict.ts';
import { describeEvidence } from '../../verdict/describe-verdict.ts';
import { neededCount } from '../../verdict/enough-samples.ts';
import { cacheRemark } from './cache-remark.ts';
import type { PhaseResult } from '../results/run-results.ts';
import { criterionLabel, metricLabel } from './stage/metric-labels.ts';

const VERDICTS = {
  leak: 'leak',
  'no-leak': 'no leak',
  inconclusive: 'inconclusive',
} as const;

/** A line of a report: a criterion, or a metric that has none. */
export interface ReportRow {
  readonly name: string;
  /** The name for readers: `model load time avg`. */
  readonly label: string;
  /** With its unit; a dash when it was not measured. */
  readonly value: string;
  /** `≤ 768.0 MiB`; empty without a criterion. */
  readonly threshold: string;
  readonly status: ShownStatus | 'unjudged';
  /** By how much it was met or missed, how the values spread, or why it was not measured. */
  readonly remark: string;
  /** The remark in a few words, for a row of one line. */
  readonly gist: string;
}

/** The rows of a phase as a whole, without figures of requests: those belong to stages. */
export function phaseRows(phase: PhaseResult): ReportRow[] {
  return reportRows({
    ...phase,
    criteria: phase.criteria.filter(({ stage }) => stage === undefined),
  });
}

/** Rows for criteria, then for every other metric that was requested and is among the measurements. */
export function reportRows(phase: PhaseResult): ReportRow[] {
  const judged = new Set(phase.criteria.map((one) => rowKey(one.metric, one.aggregate)));
  const metrics = METRICS.filter(
    ({ name, defaultAggregate }) =>
      phase.measurements[name] !== undefined &&
      phase.shown.includes(name) &&
      !judged.has(rowKey(name, defaultAggregate)),
  );
  return [
    ...phase.criteria.map((one) => criterionRow(one, phase)),
    ...joinUnmeasured([...edgeRows(phase), ...metrics.map((metric) => metricRow(metric, phase))]),
  ];
}

/** Rows without a value and with the same reason are one row: a machine without a GPU is reported once. */
function joinUnmeasured(rows: readonly ReportRow[]): ReportRow[] {
  const byReason = new Map<string, ReportRow[]>();
  for (const row of rows) {
    if (row.value !== DASH) continue;
    byReason.set(row.remark, [...(byReason.get(row.remark) ?? []), row]);
  }
  return rows.flatMap((row) => {
    const alike = row.value === DASH ? (byReason.get(row.remark) ?? []) : [];
    if (alike.length < 2) return [row];
    if (alike[0] !== row) return [];
    const joined = (key: 'name' | 'label'): string => alike.map((one) => one[key]).join(', ');
    return [{ ...row, name: joined('name'), label: joined('label') }];
  });
}

function rowKey(metric: string, aggregate: Aggregate): string {
  return `${aggregate} ${metric}`;
}

function criterionRow(criterion: CriterionVerdict, phase: PhaseResult): ReportRow {
  const { key, unit, aggregate, value, threshold, bound, text } = criterion;
  const [shownValue, shownThreshold] = formatApart(unit, value, threshold);
  return {
    name: key,
    label: criterionLabel(criterion, phase.measurements[criterion.metric]),
    value: shownValue,
    threshold: `${bound === 'at-most' ? '≤' : '≥'} ${shownThreshold}`,
    status: shownStatus(criterion),
    remark: sentences(
      text,
      describeEvidence(criterion),
      Number.isNaN(value) ? '' : spread(aggregate, phase.measurements[criterion.metric]),
      cacheRemark(phase.measurements, criterion.metric),
    ),
    gist: text,
  };
}

/** The two figures of the contract that are not metrics. */
function edgeRows({ metrics, measurements, shown }: PhaseResult): ReportRow[] {
  if (!shown.includes('memoryUsage')) return [];
  const { baseline, afterRelease } = metrics.memoryUsage;
  // Where memory was not measured at all, that is the reason, and what to do about it.
  const { reason = 'no samples in that window' } = measurements['memoryUsage'] ?? {};
  return [
    edgeRow(
      'memoryUsage.baseline',
      baseline,
      reason,
      'median of the idle window, at the beginning',
    ),
    edgeRow(
      'memoryUsage.afterRelease',
      afterRelease,
      reason,
      'median of the cooldown window, at the end',
    ),
  ];
}

function edgeRow(name: string, bytes: number, reason: string, definition: string): ReportRow {
  const remark = Number.isNaN(bytes) ? `not measured: ${reason}` : definition;
  return {
    name,
    label: metricLabel(name),
    value: formatValue('bytes', bytes),
    threshold: '',
    status: 'unjudged',
    remark,
    gist: Number.isNaN(bytes) ? remark : '',
  };
}

function metricRow(metric: MetricDefinition, phase: PhaseResult): ReportRow {
  const { name, unit, defaultAggregate } = metric;
  const measurement = phase.measurements[name];
  const value = measurement?.[defaultAggregate] ?? Number.NaN;
  const unjudged = { threshold: '', status: 'unjudged' } as const;
  if (measurement === undefined || Number.isNaN(value)) {
    const reason = measurement?.reason ?? `no value to take ${defaultAggregate} of`;
    const remark = `not measured: ${reason}`;
    return { ...unjudged, name, label: metricLabel(name), value: DASH, remark, gist: remark };
  }
  const suffix = measurement.count <= 1 ? '' : ` (${defaultAggregate})`;
  const few = measurement.count < neededCount(defaultAggregate) ? 'too few samples' : '';
  return {
    ...unjudged,
    name: `${name}${suffix}`,
    label: `${metricLabel(name)}${measurement.count <= 1 ? '' : ` ${defaultAggregate}`}`,
    value: formatValue(unit, value),
    remark: sentences(
      few,
      verdictGist(name, phase),
      spread(defaultAggregate, measurement),
      measurement.note ?? '',
      cacheRemark(phase.measurements, name),
    ),
    gist: sentences(
      verdictGist(name, phase),
      few || gistOf(defaultAggregate, measurement) || (measurement.note ?? ''),
    ),
  };
}

/** The verdict of the plateau test, next to the slope of growth. */
function verdictGist(metric: string, { memoryVerdict }: PhaseResult): string {
  if (metric !== 'memoryGrowthPerRequest' || memoryVerdict === undefined) return '';
  return VERDICTS[memoryVerdict.verdict];
}

/** The spread of the values, next to the aggregate: percentiles for times, the range for anything else. */
function spread(shown: Aggregate, measurement: Measurement | undefined): string {
  if (measurement === undefined) return '';
  const { unit, count, interval } = measurement;
  if (interval !== undefined) {
    return `95% CI ${formatValue(unit, interval.low)} to ${formatValue(unit, interval.high)}`;
  }
  if (count <= 1) return '';
  if (measurement.bounds !== undefined) {
    return `${formatNumber(count)} values: ${boundsText(measurement)}`;
  }
  const aggregates: readonly Aggregate[] =
    unit === 'ms' ? ['avg', 'p50', 'p95', 'p99', 'max'] : ['min', 'avg', 'max'];
  return `${formatNumber(count)} values: ${aggregatesOf(aggregates, shown, measurement)}`;
}

function gistOf(shown: Aggregate, measurement: Measurement): string {
  const { unit, count, interval } = measurement;
  if (interval !== undefined) {
    return `95% CI ${formatValue(unit, interval.low)} to ${formatValue(unit, interval.high)}`;
  }
  if (count <= 1) return '';
  if (measurement.bounds !== undefined) return boundsText(measurement);
  const range = aggregatesOf(unit === 'ms' ? ['p50', 'max'] : ['min', 'max'], shown, measurement);
  return sentences(failuresGist(shown, measurement), range);
}

/** The buckets of percentiles that were counted in buckets: no value within one is known. */
function boundsText({ unit, bounds = {} }: Measurement): string {
  return (['p50', 'p95', 'max'] as const)
    .flatMap((aggregate) => {
      const bound = bounds[aggregate];
      return bound === undefined ? [] : [`${aggregate} ${formatBounds(unit, bound)}`];
    })
    .join(', ');
}

/** The number of failed requests that a value excludes: otherwise it would read as if it covered all. */
function failuresGist(shown: Aggregate, { failed, leftOut }: Measurement): string {
  if (leftOut !== undefined) return `excludes ${formatNumber(leftOut.requests)} failed`;
  return failed > 0 && shown === 'avg' ? `avg excludes ${formatNumber(failed)} failed` : '';
}

function aggregatesOf(
  aggregates: readonly Aggregate[],
  shown: Aggregate,
  measurement: Measurement,
): string {
  return aggregates
    .filter((aggregate) => aggregate !== shown && measurement.count >= neededCount(aggregate))
    .map((aggregate) => `${aggregate} ${valueText(measurement, aggregate)}`)
    .join(', ');
}

/** A percentile that falls on a failed request has no value. */
function valueText(measurement: Measurement, aggregate: Aggregate): string {
  const value = measurement[aggregate];
  return value === Number.POSITIVE_INFINITY ? 'failed' : formatValue(measurement.unit, value);
}

function sentences(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('; ');
}
