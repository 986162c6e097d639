import { DASH, formatNumber, formatRatio, formatValue } from '../metric/format-value.ts';
import { plainLine } from '../report/plain-line.ts';
import { formatChange } from './format-change.ts';
import type { Comparison, EstimatedFigure, MetricComparison } from './comparison.ts';

/** A line of a comparison. */
export interface ComparisonRow {
  readonly name: string;
  readonly base: string;
  readonly candidate: string;
  /** `+5.1 %`, or in the unit of the metric; a dash without an estimate. */
  readonly change: string;
  /** `+4.0 % to +6.2 %`; empty without an estimate. */
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

/** The change and its interval: as a share of the base where there is one. */
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

/** What a reader must know beside the figures. */
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
    name: isSingle ? metric : `${metric} (${aggregate})`,
    base: formatValue(unit, base.value),
    candidate: formatValue(unit, candidate.value),
    ...changeOf(one),
    verdict,
    remark: plainLine(remarkOf(one)),
  };
}

/** Rows without an estimate that have the same reason make one row. */
function joinUntold(metrics: readonly MetricComparison[]): ComparisonRow[] {
  const untold = metrics.filter(({ evidence }) => evidence === 'none');
  return metrics.flatMap((one) => {
    const alike = untold.filter(({ reason }) => reason === one.reason);
    if (one.evidence !== 'none' || alike.length < 2) return [rowOf(one)];
    if (alike[0] !== one) return [];
    return [
      {
        ...rowOf(one),
        name: alike.map(({ metric }) => metric).join(', '),
        base: '',
        candidate: '',
        remark: plainLine(one.reason ?? ''),
      },
    ];
  });
}

/** The rows of a candidate by phase; those that could be told first. */
export function comparisonRows(
  metrics: readonly MetricComparison[],
): { readonly phase: string; readonly rows: readonly ComparisonRow[] }[] {
  const phases = [...new Set(metrics.map(({ phase }) => phase))];
  return phases.map((phase) => {
    const ofPhase = metrics.filter((one) => one.phase === phase);
    const told = ofPhase.filter(({ evidence }) => evidence !== 'none');
    const untold = ofPhase.filter(({ evidence }) => evidence === 'none');
    return { phase, rows: joinUntold([...told, ...untold]) };
  });
}

/** The outcome in one line: `2 worse, 1 better, 7 same, 4 cannot be told`. */
export function countsLine({ counts }: Comparison): string {
  const { worse, better, same, cannotTell } = counts;
  return `${worse} worse, ${better} better, ${same} same, ${cannotTell} cannot be told`;
}

/** How the verdicts were reached, for people. */
export function methodLines({ margin, missRate, comparisonCount, remarks }: Comparison): string[] {
  return [
    `same: the whole interval lies within ${formatRatio(margin)} of the base; worse or better: the interval leaves out no difference; ` +
      'else it cannot be told.',
    `Intervals are corrected together, for ${formatNumber(comparisonCount)} comparisons: with no difference at all, ` +
      `any verdict of worse or better has a chance of ${formatRatio(missRate)} at the most.`,
    ...remarks,
  ];
}
