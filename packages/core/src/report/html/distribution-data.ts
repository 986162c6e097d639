import type { MetricDefinition } from '../../metric/metric.ts';
import { METRICS } from '../../metric/registry.ts';
import { quantileOfSorted, sortInPlace } from '../../stats/quantile.ts';
import { countBelow } from '../../stats/sorted-search.ts';
import type { PhaseStreams, RunStreams } from '../../stream/phase-streams.ts';
import { binEdges, countInBins } from './histogram-bins.ts';
import type { PageDistribution, PageDistributions } from './page-data.ts';

/** Points of a percentile curve. */
const CURVE_POINTS = 240;

interface SortedValues {
  readonly phase: string;
  readonly answered: Float64Array;
  readonly failed: number;
}

/** How the values of every metric of times are spread, phase by phase; metrics without a value are left out. Pure. */
export function distributionData({ phases }: RunStreams): PageDistributions[] {
  return METRICS.filter(({ unit }) => unit === 'ms').flatMap((metric) => {
    const sorted = phases.flatMap((phase) => sortedValues(metric, phase));
    if (sorted.every(({ answered }) => answered.length === 0)) return [];
    const edges = binEdges(sorted.map(({ answered }) => answered));
    const { name, description, formula } = metric;
    return [
      {
        metric: name,
        description,
        formula,
        binEdgesMs: edges.map(tenthOfMicrosecond),
        phases: sorted.map((one) => distributionOf(one, edges)),
      },
    ];
  });
}

/** The values in ascending order, those of requests that never answered counted apart. */
function sortedValues(metric: MetricDefinition, phase: PhaseStreams): SortedValues[] {
  const reading = metric.read(phase);
  // Values with weights are no single times, and are not ours to sort.
  if (reading.kind !== 'values' || reading.weights !== undefined) return [];
  const sorted = sortInPlace(reading.values);
  const answered = sorted.subarray(0, countBelow(sorted, Number.POSITIVE_INFINITY));
  return [{ phase: phase.name, answered, failed: sorted.length - answered.length }];
}

function distributionOf(
  { phase, answered, failed }: SortedValues,
  edges: readonly number[],
): PageDistribution {
  const count = answered.length + failed;
  // A percentile that falls on a request that never answered has no height: the curve ends before it.
  const shares = curveShares(count).filter((share) => share * (count - 1) <= answered.length - 1);
  const stretch = answered.length === 0 ? 0 : (count - 1) / Math.max(1, answered.length - 1);
  return {
    phase,
    count,
    failed,
    shares,
    valuesMs: shares.map((share) =>
      tenthOfMicrosecond(quantileOfSorted(answered, share * stretch)),
    ),
    binCounts: countInBins(answered, edges),
  };
}

/** Shares from 0 up to the last value, evenly spread on a logarithmic axis of what lies above. */
function curveShares(count: number): number[] {
  if (count <= 0) return [];
  if (count === 1) return [0];
  const points = Math.min(CURVE_POINTS, count);
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
