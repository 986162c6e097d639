import { neededCount } from '../../../verdict/enough-samples.ts';
import { slosOf } from '../../../metric/slo/slos.ts';
import type { RunStreams } from '../../../stream/phase-streams.ts';
import type { RunResults } from '../../results/run-results.ts';
import type { StageResult } from '../../results/stage-result.ts';
import { metricLabel } from '../../rows/stage/metric-labels.ts';
import { rankedValue } from '../../rows/stage/ranked-value.ts';
import type { PageOperatingPoint, PageOperatingPoints } from '../page-data.ts';

/** Latencies offered in addition to those with an SLO. */
const USUAL = ['responseLatency', 'timeToFirstToken', 'timePerOutputToken'] as const;

/** Throughput against latency over all stages, latencies with an SLO first; null if there is no curve to draw. Pure. */
export function operatingPoints(
  results: RunResults,
  streams: RunStreams,
): PageOperatingPoints | null {
  const slos = new Map(streams.phases.flatMap((phase) => Object.entries(slosOf(phase) ?? {})));
  const metrics = [...new Set([...slos.keys(), ...USUAL])];
  const points = results.phases.flatMap(({ name, stages }) =>
    ordered(stages).flatMap((stage) => pointOf(name, stage, metrics) ?? []),
  );
  const drawn = metrics.filter(
    (_, index) => points.filter(({ p95Ms }) => (p95Ms[index] ?? null) !== null).length >= 2,
  );
  if (drawn.length === 0) return null;
  return {
    latencies: drawn.map((metric) => ({
      metric,
      label: metricLabel(metric),
      sloMs: slos.get(metric) ?? null,
    })),
    points: points.map((point) => ({
      ...point,
      p95Ms: drawn.map((metric) => point.p95Ms[metrics.indexOf(metric)] ?? null),
    })),
  };
}

/** Sorts the levels of a sweep by value, because they ran in another order. */
function ordered(stages: readonly StageResult[]): StageResult[] {
  return [
    ...stages.filter(({ level }) => level === undefined),
    ...stages
      .filter(({ level }) => level !== undefined)
      .toSorted((one, other) => (one.level?.value ?? 0) - (other.level?.value ?? 0)),
  ];
}

function pointOf(
  phase: string,
  { name, level, measurements }: StageResult,
  metrics: readonly string[],
): PageOperatingPoint | undefined {
  const throughput = measurements['requestThroughput']?.avg ?? Number.NaN;
  if (!Number.isFinite(throughput)) return undefined;
  return {
    phase,
    stage: name,
    sweep: level?.sweep ?? null,
    throughput,
    p95Ms: metrics.map((metric) => {
      const measurement = measurements[metric];
      if (measurement === undefined || measurement.count < neededCount('p95')) return null;
      const p95 = rankedValue(measurement, 'p95');
      return Number.isFinite(p95) ? p95 : null;
    }),
  };
}
