import { formatMs, formatNumber, formatRatio } from '../metric/format-value.ts';
import type { LoadCurve, LoadCurveStep } from '../metric/load-curve-schema.ts';

/** The curve of a sweep as text: what it came to, and a table of its levels from the lowest to the highest. */
export interface LoadCurveText {
  readonly summary: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Writes a curve for people. */
export function loadCurveText(curve: LoadCurve): LoadCurveText {
  const names = Object.keys(curve.objectives);
  const unit = curve.variable === 'rate' ? 'requests a second' : 'at once';
  return {
    summary: summaryOf(curve, unit),
    head: [
      unit,
      'requests',
      'offered/s',
      'answered/s',
      'good/s',
      'good',
      ...names.map((name) => `${name} p50 / p95 / p99`),
      '',
    ],
    rows: curve.steps
      .toSorted((one, other) => one.level - other.level)
      .map((step) => rowOf(step, names)),
  };
}

function summaryOf(curve: LoadCurve, unit: string): string {
  const { highestMet, lowestBroken, neededAttainment, objectives } = curve;
  const limits = Object.entries(objectives).map(([name, ms]) => `${name} ≤ ${formatMs(ms)}`);
  const asked = `${limits.join(', ')} for ${formatRatio(neededAttainment)} of the requests`;
  if (Number.isNaN(highestMet)) {
    return `Sweep: no level met ${asked}; the lowest was ${formatNumber(lowestBroken)} ${unit}.`;
  }
  const above = Number.isNaN(lowestBroken)
    ? 'nothing higher was tried, so the host may bear more'
    : `${formatNumber(lowestBroken)} did not`;
  return `Sweep: ${formatNumber(highestMet)} ${unit} is the highest that met ${asked}; ${above}.`;
}

function rowOf(step: LoadCurveStep, names: readonly string[]): string[] {
  return [
    formatNumber(step.level),
    formatNumber(step.requests),
    formatNumber(step.offeredPerSecond),
    formatNumber(step.achievedPerSecond),
    formatNumber(step.goodputPerSecond),
    formatRatio(step.attainment),
    ...names.map((name) => {
      const { p50 = Number.NaN, p95 = Number.NaN, p99 = Number.NaN } = step.latencies[name] ?? {};
      return [p50, p95, p99].map(formatMs).join(' / ');
    }),
    step.isMet ? 'met' : 'not met',
  ];
}

/** The curve as lines of plain text, its columns aligned. */
export function loadCurveLines(curve: LoadCurve): string[] {
  const { summary, head, rows } = loadCurveText(curve);
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const lineOf = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padStart(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [summary, ...[head, ...rows].map((cells) => `  ${lineOf(cells)}`)];
}
