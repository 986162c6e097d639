import { DASH, formatMs, formatNumber, formatRatio } from '../../metric/format/format-value.ts';
import type { LoadCurve } from '../../metric/slo/load-curve-schema.ts';
import type { Measurement } from '../../metric/measure/measurement.ts';
import { describeLevel } from '../../metric/format/describe-load.ts';
import type { StageEnding } from '../../stream/stage/stage-ending.ts';
import type { SweepParameter } from '../../stream/stage/stage-load.ts';
import { neededCount } from '../../verdict/enough-samples.ts';
import type { StageResult } from '../results/stage-result.ts';
import { metricLabel } from './stage/metric-labels.ts';
import { rankedValue } from './stage/ranked-value.ts';

/** The curve of a sweep as text: its result, and a table of its levels from the lowest to the highest. */
export interface LoadCurveText {
  readonly summary: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Headings of the first column. */
const HEADINGS: Readonly<Record<SweepParameter, string>> = {
  rate: 'req/s',
  concurrency: 'concurrency',
  inputTokens: 'input tokens',
  outputTokens: 'output tokens',
};

/** Latencies that are shown without SLOs. */
const WITHOUT_SLOS: readonly string[] = ['timeToFirstToken', 'responseLatency'];

/**
 * The curve of a sweep as text, from the measurements of its levels.
 * @param stages those of the phase; other loads are ignored
 */
export function loadCurveText(curve: LoadCurve, stages: readonly StageResult[]): LoadCurveText {
  const slos = Object.keys(curve.slos);
  const names = slos.length === 0 ? WITHOUT_SLOS : slos;
  const levels = stages.flatMap((stage) =>
    stage.level?.sweep === curve.sweep ? [{ stage, level: stage.level }] : [],
  );
  const hasItems = levels.some(
    ({ stage }) => !Number.isNaN(stage.measurements['itemThroughput']?.avg ?? Number.NaN),
  );
  return {
    summary: summaryOf(
      curve,
      levels.every(({ stage }) => isWhole(stage)),
    ),
    head: [
      HEADINGS[curve.parameter],
      'requests',
      'sent/s',
      'ok/s',
      hasItems ? 'items/s' : 'tok/s',
      slos.length === 0 ? 'successful' : 'SLOs met',
      ...names.map((name) => `${metricLabel(name)} p95`),
      '',
    ],
    rows: levels
      .toSorted((one, other) => one.level.value - other.level.value)
      .map(({ stage, level }) => [
        formatNumber(level.value),
        formatNumber(stage.requests.due),
        formatNumber(stage.requests.duePerSecond),
        averageOf(stage, 'requestThroughput'),
        averageOf(stage, hasItems ? 'itemThroughput' : 'outputTokenThroughput'),
        formatRatio(level.attainment),
        ...names.map((name) => p95Of(stage.measurements[name])),
        outcomeOf(stage, level.isMet),
      ]),
  };
}

function isWhole({ windows }: StageResult): boolean {
  return windows.every((window) => window.isWhole);
}

/** Causes of the early end of a level. */
const ENDED_BY: Readonly<Record<StageEnding['kind'], string>> = {
  errors: 'errors',
  outage: 'outage',
  exhausted: 'the end of its data set',
  saturated: 'over-saturation',
};

function outcomeOf(stage: StageResult, isMet: boolean): string {
  const { endedBy } = stage;
  if (!isWhole(stage)) return 'cut off';
  if (isMet) return 'met';
  return endedBy === undefined ? 'not met' : `ended by ${ENDED_BY[endedBy.kind]}`;
}

/** @param isComplete whether every level that began ran to its end */
function summaryOf(curve: LoadCurve, isComplete: boolean): string {
  const { sweep, parameter, highestMet, lowestBroken, neededAttainment, slos } = curve;
  const limits = Object.entries(slos).map(([name, ms]) => `${metricLabel(name)} ≤ ${formatMs(ms)}`);
  const requests = `${formatRatio(neededAttainment)} of the requests`;
  const sought = [...limits, `for ${requests}`].join(limits.length > 1 ? ', ' : ' ');
  if (Number.isNaN(highestMet) && Number.isNaN(lowestBroken)) {
    return `${sweep}: no level ran to its end.`;
  }
  if (Number.isNaN(highestMet)) {
    const lowest = describeLevel({ parameter, value: lowestBroken });
    const missed = limits.length === 0 ? `had ${requests} successful` : `met ${sought}`;
    return `${sweep}: no level ${missed}; lowest tried ${lowest}.`;
  }
  const highest = describeLevel({ parameter, value: highestMet });
  const above = Number.isNaN(lowestBroken)
    ? `nothing higher ${isComplete ? 'was tried' : 'ran to its end'}, so the server may sustain more`
    : `${describeLevel({ parameter, value: lowestBroken })} did not`;
  const kept = limits.length === 0 ? `with ${requests} successful` : `that met ${sought}`;
  return `${sweep}: ${highest} is the highest ${kept}; ${above}.`;
}

function averageOf({ measurements }: StageResult, metric: string): string {
  return formatNumber(measurements[metric]?.avg ?? Number.NaN);
}

/** A percentile with too few samples is empty; one that falls on a failed request has no value. */
function p95Of(measurement: Measurement | undefined): string {
  if (measurement === undefined || measurement.count === 0) return DASH;
  if (measurement.count < neededCount('p95')) return '';
  const value = rankedValue(measurement, 'p95');
  return value === Number.POSITIVE_INFINITY ? 'failed' : formatMs(value);
}

/** The curve as lines of plain text, its columns aligned. */
export function loadCurveLines(curve: LoadCurve, stages: readonly StageResult[]): string[] {
  const { summary, head, rows } = loadCurveText(curve, stages);
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
