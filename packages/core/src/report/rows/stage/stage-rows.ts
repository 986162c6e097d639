import { formatApart } from '../../../metric/format/format-apart.ts';
import {
  DASH,
  formatBounds,
  formatNumber,
  formatValue,
} from '../../../metric/format/format-value.ts';
import type { Measurement } from '../../../metric/measure/measurement.ts';
import type { Aggregate, MetricDefinition } from '../../../metric/metric.ts';
import { metricNamed, METRICS } from '../../../metric/registry.ts';
import {
  shownStatus,
  type CriterionVerdict,
  type ShownStatus,
} from '../../../verdict/criterion-verdict.ts';
import { describeEvidence } from '../../../verdict/describe-verdict.ts';
import { neededCount } from '../../../verdict/enough-samples.ts';
import type { StageResult } from '../../results/stage-result.ts';
import { metricLabel } from './metric-labels.ts';
import { rankedValue } from './ranked-value.ts';

/** The percentiles that tables of a stage have columns of. */
export const STAGE_COLUMNS = ['p50', 'p95', 'p99', 'max'] as const;

type Column = (typeof STAGE_COLUMNS)[number];

/** A line of the table of a stage: a criterion, or a metric that has none. */
export interface StageRow {
  /** Name of the metric, as criteria have it. */
  readonly metric: string;
  /** Name of the metric, as tables have it. */
  readonly label: string;
  /** Of a metric that is one number, with its unit; empty for one that has percentiles. */
  readonly value: string;
  /** Percentiles; empty where there are too few samples, `failed` where one falls on a failed request. */
  readonly cells: Readonly<Record<Column, string>>;
  /** `p95 ≤ 200 ms`; empty without a criterion. */
  readonly threshold: string;
  readonly status: ShownStatus | 'unjudged';
  /** Whether the criterion passes by its value although it is inconclusive. */
  readonly isAccepted: boolean;
  /** By how much a criterion was met or missed, and notes on the figures. */
  readonly remark: string;
}

/** What was measured at a stage: its criteria first, then every other metric of requests. */
export interface StageTable {
  readonly rows: readonly StageRow[];
  /** Metrics without a value, with the reason, those of one reason together. */
  readonly unmeasured: readonly { readonly metrics: readonly string[]; readonly reason: string }[];
}

/** The metrics that tables of a stage begin with; the others follow. */
const FIRST: readonly string[] = [
  'timeToFirstToken',
  'timeToFirstTokenWithoutNetwork',
  'timePerOutputToken',
  'interTokenLatency',
  'responseLatency',
  'requestThroughput',
  'outputTokenThroughput',
];

const NO_CELLS: StageRow['cells'] = { p50: '', p95: '', p99: '', max: '' };

/**
 * The table of a stage.
 * @param shown names of the requested metrics
 */
export function stageTable(stage: StageResult, shown: readonly string[]): StageTable {
  const { criteria, measurements } = stage;
  const judged = new Set(criteria.map(({ metric }) => metric));
  const others = METRICS.filter(
    ({ name, of }) => of === 'stage' && shown.includes(name) && !judged.has(name),
  ).toSorted((one, other) => placeOf(one.name) - placeOf(other.name));
  const measured = others.flatMap((metric) => {
    const measurement = measurements[metric.name];
    return measurement === undefined || !hasValue(measurement, metric)
      ? []
      : [{ ...figuresOf(metric.name, measurement), ...UNJUDGED, remark: noteOf(measurement) }];
  });
  return {
    rows: [...criteria.map((one) => judgedRow(one, measurements[one.metric])), ...measured],
    unmeasured: byReason(
      others.filter((metric) => !measured.some((row) => row.metric === metric.name)),
      measurements,
    ),
  };
}

const UNJUDGED = { threshold: '', status: 'unjudged', isAccepted: false } as const;

function placeOf(name: string): number {
  const place = FIRST.indexOf(name);
  return place === -1 ? FIRST.length : place;
}

function hasValue(measurement: Measurement, { defaultAggregate }: MetricDefinition): boolean {
  return measurement.bounds !== undefined || !Number.isNaN(measurement[defaultAggregate]);
}

function judgedRow(criterion: CriterionVerdict, measurement: Measurement | undefined): StageRow {
  const { metric, unit, aggregate, value, threshold, bound, text } = criterion;
  const isAccepted = criterion.accepted === true;
  const evidence = describeEvidence(criterion);
  const [shownValue, shownThreshold] = formatApart(unit, value, threshold);
  const limit = `${bound === 'at-most' ? '≤' : '≥'} ${shownThreshold}`;
  const figures =
    measurement === undefined || Number.isNaN(value)
      ? { metric, label: metricLabel(metric), value: DASH, cells: NO_CELLS }
      : figuresOf(metric, measurement);
  const status = shownStatus(criterion);
  const common = {
    ...figures,
    status,
    isAccepted,
    remark: joined(text, evidence, noteOf(measurement)),
  };
  if (figures.value !== '') {
    // A metric of one number needs no aggregate in its row, unless another than its default was chosen.
    return aggregate === metricNamed(metric).defaultAggregate
      ? { ...common, value: figures.value === DASH ? DASH : shownValue, threshold: limit }
      : { ...common, threshold: `${aggregate} ${valueText(unit, value)} ${limit}` };
  }
  const column = STAGE_COLUMNS.find((one) => one === aggregate);
  return column === undefined
    ? { ...common, threshold: `${aggregate} ${valueText(unit, value)} ${limit}` }
    : {
        ...common,
        cells: { ...figures.cells, [column]: Number.isFinite(value) ? shownValue : 'failed' },
        threshold: `${aggregate} ${limit}`,
      };
}

function figuresOf(
  metric: string,
  measurement: Measurement,
): Pick<StageRow, 'metric' | 'label' | 'value' | 'cells'> {
  const { unit } = measurement;
  const label = metricLabel(metric);
  if (unit === 'ms' && measurement.bounds === undefined) {
    return { metric, label, value: '', cells: cellsOf(measurement) };
  }
  const aggregate = measurement.bounds === undefined ? metricNamed(metric).defaultAggregate : 'avg';
  return { metric, label, value: valueText(unit, measurement[aggregate]), cells: NO_CELLS };
}

function cellsOf(measurement: Measurement): StageRow['cells'] {
  const cell = (column: Column): string =>
    measurement.count < neededCount(column)
      ? ''
      : valueText(measurement.unit, rankedValue(measurement, column));
  return { p50: cell('p50'), p95: cell('p95'), p99: cell('p99'), max: cell('max') };
}

/** A percentile that falls on a request that failed has no time. */
function valueText(unit: Measurement['unit'], value: number): string {
  return value === Number.POSITIVE_INFINITY ? 'failed' : formatValue(unit, value);
}

/** Notes on a figure that no column has. */
function noteOf(measurement: Measurement | undefined): string {
  if (measurement === undefined) return '';
  const { unit, bounds, interval, leftOut, note = '', unfit = '' } = measurement;
  const isRanked = !Number.isNaN(leftOut?.p50 ?? Number.NaN);
  return joined(
    leftOut === undefined || isRanked ? '' : `excludes ${formatNumber(leftOut.requests)} failed`,
    interval === undefined
      ? ''
      : `95% CI ${formatValue(unit, interval.low)} to ${formatValue(unit, interval.high)}`,
    bounds === undefined
      ? ''
      : STAGE_COLUMNS.flatMap((column) => {
          const bound = bounds[column];
          return bound === undefined ? [] : [`${column} ${formatBounds(unit, bound)}`];
        }).join(', '),
    unfit,
    note,
  );
}

function byReason(
  metrics: readonly MetricDefinition[],
  measurements: StageResult['measurements'],
): { metrics: string[]; reason: string }[] {
  const names = new Map<string, string[]>();
  for (const { name, defaultAggregate } of metrics) {
    const reason = measurements[name]?.reason ?? noValueReason(defaultAggregate);
    names.set(reason, [...(names.get(reason) ?? []), name]);
  }
  return [...names].map(([reason, of]) => ({ metrics: of, reason }));
}

function noValueReason(aggregate: Aggregate): string {
  return `no value to take ${aggregate} of`;
}

function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('; ');
}
