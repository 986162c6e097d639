import type { LoadCurve } from '../../../metric/slo/load-curve-schema.ts';
import type { SweepParameter } from '../../../stream/stage/stage-load.ts';
import { loadCurveText } from '../../rows/load-curve-rows.ts';
import type { PhaseResult, RunResults } from '../../results/run-results.ts';
import type { StageResult } from '../../results/stage-result.ts';
import { metricLabel } from '../../rows/stage/metric-labels.ts';
import { rankedValue } from '../../rows/stage/ranked-value.ts';
import type { PageLoadCurve, PageLoadLevel } from '../page-data.ts';

const LEVEL_NAMES: Readonly<Record<SweepParameter, string>> = {
  rate: 'Request rate, req/s',
  concurrency: 'Concurrency',
  inputTokens: 'Input tokens',
  outputTokens: 'Output tokens',
};

/** The curve of each sweep, drawn from its stages. Pure. */
export function loadCurveData({ phases }: RunResults): PageLoadCurve[] {
  return phases.flatMap((phase) => phase.loadCurves.map((curve) => curveOf(phase, curve)));
}

function curveOf({ name, stages }: PhaseResult, curve: LoadCurve): PageLoadCurve {
  const slos = Object.entries(curve.slos).map(([metric, limitMs]) => ({
    metric,
    label: metricLabel(metric),
    limitMs,
  }));
  const levels = stages
    .flatMap((stage) => levelOf(stage, curve.sweep, slos) ?? [])
    .toSorted((one, other) => one.level - other.level);
  return {
    phase: name,
    sweep: curve.sweep,
    levelName: LEVEL_NAMES[curve.parameter],
    ...loadCurveText(curve, stages),
    slos,
    levels,
    highestMet: measured(curve.highestMet),
  };
}

function levelOf(
  { level, measurements }: StageResult,
  sweep: string,
  slos: PageLoadCurve['slos'],
): PageLoadLevel | undefined {
  if (level === undefined || level.sweep !== sweep) return undefined;
  return {
    level: level.value,
    isMet: level.isMet,
    throughput: measured(measurements['requestThroughput']?.avg),
    goodput: measured(measurements['goodput']?.avg),
    p95Ms: slos.map(({ metric }) => {
      const measurement = measurements[metric];
      return measurement === undefined ? null : measured(rankedValue(measurement, 'p95'));
    }),
  };
}

function measured(value = Number.NaN): number | null {
  return Number.isFinite(value) ? value : null;
}
