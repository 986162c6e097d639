import { DASH, formatNumber, formatRatio, formatValue } from '../metric/format/format-value.ts';
import { plainLine } from '../report/rows/plain-line.ts';
import { metricLabel, metricLabels } from '../report/rows/stage/metric-labels.ts';
import { formatChange } from './format-change.ts';
import type { Comparison, EstimatedFigure, MetricComparison } from './comparison.ts';

/** A row of a comparison. */
export interface ComparisonRow {
  readonly name: string;
  readonly base: string;
  readonly candidate: string;
  /** `+5.1%`, or a difference in the unit of the metric; a dash without an estimate. */
  readonly change: string;
  /** `+4.0% to +6.2%`; empty without an estimate. */
  readonly interval: string;
  readonly verdict: MetricComparison['verdict'];
  readonly remark: string;
}

function formatFigure({ value, low, high }: EstimatedFigure, format: (value: number) => string) {
  return {
    change: format(value),
    interval: `${format(low)} to ${format(high)}`,
  };
}

/** The change and its interval: as a share of the base where it has one. */
function changeOf({ ratio, difference, unit }: MetricComparison): {
  change: string;
  interval: string;
} {
  if (ratio !== undefined) {
    const { value, low, high } = ratio;
    return formatFigure({ value: value - 1, low: low - 1, high: high - 1 }, formatChange);
  }
  if (difference === undefined) return { change: DASH, interval: '' };
  return formatFigure(difference, (value) =>
    value > 0 ? `+${formatValue(unit, value)}` : formatValue(unit, value),
  );
}

/** What the reader of the figures must know. */
function remarkOf({ base, candidate, reason }: MetricComparison): string {
  const failed = base.failedCount + candidate.failedCount;
  const failures =
    failed === 0
      ? ''
      : `failed requests: ${formatNumber(base.failedCount)} and ${formatNumber(candidate.failedCount)}`;
  return [reason ?? '', failures].filter((part) => part !== '').join('; ');
}

function rowOf(one: MetricComparison): ComparisonRow {
  const { metric, aggregate, unit, base, candidate, verdict } = one;
  const isSingle = base.valueCount <= base.runCount && candidate.valueCount <= candidate.runCount;
  return {
    name: isSingle ? metricLabel(metric) : `${metricLabel(metric)} ${aggregate}`,
    base: formatValue(unit, base.value),
    candidate: formatValue(unit, candidate.value),
    ...changeOf(one),
    verdict,
    remark: plainLine(remarkOf(one)),
  };
}

/** Joins rows without an estimate that have the same reason. */
function joinReasons(metrics: readonly MetricComparison[]): ComparisonRow[] {
  const without = metrics.filter(({ evidence }) => evidence === 'none');
  return metrics.flatMap((one) => {
    const alike = without.filter(({ reason }) => reason === one.reason);
    if (one.evidence !== 'none' || alike.length < 2) return [rowOf(one)];
    if (alike[0] !== one) return [];
    return [
      {
        ...rowOf(one),
        name: metricLabels(alike.map(({ metric }) => metric)),
        base: '',
        candidate: '',
        remark: plainLine(one.reason ?? ''),
      },
    ];
  });
}

/** The rows of one phase, or of one stage of it. */
export interface PlaceRows {
  /** `load`, or `load, open`. Not escaped. */
  readonly place: string;
  readonly rows: readonly ComparisonRow[];
}

/** The rows of a candidate by phase and stage; those with an estimate first. */
export function comparisonRows(metrics: readonly MetricComparison[]): PlaceRows[] {
  const places = new Map<string, MetricComparison[]>();
  for (const one of metrics) {
    const place = one.stage === undefined ? one.phase : `${one.phase}, ${one.stage}`;
    const here = places.get(place) ?? [];
    places.set(place, here);
    here.push(one);
  }
  return [...places].map(([place, here]) => {
    const estimated = here.filter(({ evidence }) => evidence !== 'none');
    const others = here.filter(({ evidence }) => evidence === 'none');
    return { place, rows: joinReasons([...estimated, ...others]) };
  });
}

/** The outcome in one line: `2 worse, 1 better, 7 same, 4 inconclusive`. */
export function countsLine({ counts }: Comparison): string {
  const { worse, better, same, inconclusive } = counts;
  return `${worse} worse, ${better} better, ${same} same, ${inconclusive} inconclusive`;
}

/** How to read the verdicts. */
export function methodLines({ margin, missRate, comparisonCount, remarks }: Comparison): string[] {
  return [
    `same: the whole interval is within ${formatRatio(margin)} of the base. worse, better: the interval excludes 0. ` +
      'inconclusive: neither of these.',
    `Intervals are corrected together for ${formatNumber(comparisonCount)} comparisons. ` +
      `Without any difference, the chance of a worse or better verdict is at most ${formatRatio(missRate)}.`,
    ...remarks,
  ];
}
