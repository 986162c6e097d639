import type { MetricDefinition } from '../../metric/metric.ts';
import { METRICS } from '../../metric/registry.ts';
import { stageStreams } from '../../metric/measure/stage-streams.ts';
import { quantileOfSorted, sortInPlace } from '../../stats/quantile.ts';
import { countBelow } from '../../stats/sorted-search.ts';
import type { PhaseStreams, RunStreams } from '../../stream/phase-streams.ts';
import { binEdges, countInBins } from './histogram-bins.ts';
import type { PageDistribution, PageDistributions } from './page-data.ts';
import { shownStages } from './phase/shown-stages.ts';
import { stageLabel } from './phase/stage-label.ts';

/** Maximum points of one percentile curve, and of all curves of a metric together. */
const CURVE_POINTS = 240;
const ALL_POINTS = 2400;

/** Minimum points of a curve, regardless of the number of curves. */
const MIN_POINTS = 24;

/** Where the values of a distribution come from, and its label. */
export interface DistributionSource {
  /** Which metrics it covers: `stage` for those of requests, `phase` for all others. */
  readonly of: 'phase' | 'stage';
  readonly label: string;
  readonly streams: PhaseStreams;
}

interface SortedValues {
  readonly label: string;
  readonly answered: Float64Array;
  readonly failed: number;
}

/**
 * The distributions of every time metric: those of requests by stage, all others by phase. Metrics without a value are
 * omitted. Pure.
 */
export function distributionData({ phases }: RunStreams): PageDistributions[] {
  const sources = phases.flatMap((phase): DistributionSource[] => [
    { of: 'phase', label: phase.name, streams: phase },
    ...shownStages(phase).map((stage): DistributionSource => ({
      of: 'stage',
      label: stageLabel(phase.name, stage.name),
      streams: stageStreams(phase, stage),
    })),
  ]);
  return distributionsOf(sources);
}

/** The distributions of every time metric in each source; metrics without a value are omitted. Pure. */
export function distributionsOf(sources: readonly DistributionSource[]): PageDistributions[] {
  return METRICS.filter(({ unit }) => unit === 'ms').flatMap((metric) => {
    const sorted = sources
      .filter(({ of }) => of === (metric.of === 'stage' ? 'stage' : 'phase'))
      .flatMap((source) => sortedValues(metric, source));
    if (sorted.every(({ answered }) => answered.length === 0)) return [];
    const maxPoints = Math.min(
      CURVE_POINTS,
      Math.max(MIN_POINTS, Math.floor(ALL_POINTS / sorted.length)),
    );
    const edges = binEdges(sorted.map(({ answered }) => answered));
    const { name, description, formula } = metric;
    return [
      {
        metric: name,
        description,
        formula,
        binEdgesMs: edges.map(tenthOfMicrosecond),
        phases: sorted.map((one) => distributionOf(one, edges, maxPoints)),
      },
    ];
  });
}

/** The values in ascending order; those of failed requests are only counted. */
function sortedValues(
  metric: MetricDefinition,
  { label, streams }: DistributionSource,
): SortedValues[] {
  const reading = metric.read(streams);
  // Weighted values are not single times, and must not be sorted.
  if (reading.kind !== 'values' || reading.weights !== undefined) return [];
  const sorted = sortInPlace(reading.values);
  const answered = sorted.subarray(0, countBelow(sorted, Number.POSITIVE_INFINITY));
  return [{ label, answered, failed: sorted.length - answered.length }];
}

function distributionOf(
  { label, answered, failed }: SortedValues,
  edges: readonly number[],
  maxPoints: number,
): PageDistribution {
  const count = answered.length + failed;
  // A percentile that falls on a failed request is infinite, so the curve ends before it.
  const shares = curveShares(count, maxPoints).filter(
    (share) => share * (count - 1) <= answered.length - 1,
  );
  const stretch = answered.length === 0 ? 0 : (count - 1) / Math.max(1, answered.length - 1);
  return {
    phase: label,
    count,
    failed,
    shares,
    valuesMs: shares.map((share) =>
      tenthOfMicrosecond(quantileOfSorted(answered, share * stretch)),
    ),
    binCounts: countInBins(answered, edges),
  };
}

/** Shares from 0 to 1, evenly spaced on a logarithmic axis of the share above. */
function curveShares(count: number, maxPoints: number): number[] {
  if (count <= 0) return [];
  if (count === 1) return [0];
  const points = Math.min(maxPoints, count);
  const decades = Math.log10(count);
  const shares = Array.from(
    { length: points },
    (_, index) => 1 - 10 ** ((-decades * index) / (points - 1)),
  );
  return [...shares.slice(0, -1).map((share) => Math.round(share * 1e7) / 1e7), 1];
}

function tenthOfMicrosecond(ms: number): number {
  return Math.round(ms * 1e4) / 1e4;
}
