import { quantileOfSorted, sortInPlace } from '../../stats/quantile.ts';
import { countBelow } from '../../stats/sorted-search.ts';
import { sumOf, weightedAverage, type Weights } from '../../stats/time-weighted.ts';
import { weightedDistribution, weightedQuantile } from '../../stats/weighted-quantile.ts';
import type { NumberColumn } from '../../stream/columns/number-column.ts';
import type { PhaseStreams } from '../../stream/phase-streams.ts';
import type { LeftOutMeasurement, Measurement } from './measurement.ts';
import type { Aggregate, LeftOutRequests, MetricDefinition, MetricReading } from '../metric.ts';
import { unmeasured } from './reading.ts';
import { METRICS } from '../registry.ts';
import type { StageStreams } from './stage-streams.ts';

/** The aggregates of values, independent of the metric. */
type Aggregates = Pick<Measurement, Aggregate | 'count' | 'failed'>;

/**
 * Measures one metric in one phase.
 * A limitation of the target overrides any value. The reason for a missing value is that of the phase's `not-measured` event
 * for the metric, else the metric's own.
 */
export function measure(definition: MetricDefinition, phase: PhaseStreams): Measurement {
  const { unit, better } = definition;
  const limited = statedReason(definition, phase, true);
  const reading = limited === undefined ? definition.read(phase) : unmeasured(limited);
  if (reading.kind === 'unmeasured') {
    const reason = limited ?? statedReason(definition, phase, false) ?? reading.reason;
    return { unit, better, ...aggregatesOf(new Float64Array(0)), reason };
  }
  if (reading.kind === 'summary') return { unit, better, ...summaryOf(reading) };
  const { values, weights, interval, note, leftOut, unfit } = reading;
  return {
    unit,
    better,
    ...(weights === undefined ? aggregatesOf(values) : weightedAggregatesOf(values, weights)),
    ...exactMaxOf(reading),
    ...(leftOut === undefined ? {} : { leftOut: countLeftOut(values, leftOut) }),
    ...(interval === undefined ? {} : { interval: { low: interval.low, high: interval.high } }),
    ...(unfit === undefined ? {} : { unfit }),
    ...(note === undefined ? {} : { note }),
  };
}

/** The measurements of one phase or stage, by name of the metric. */
export type Measurements = Readonly<Record<string, Measurement>>;

/** The measurement of a metric, made now where it is missing. */
export function measurementOf(
  definition: MetricDefinition,
  phase: PhaseStreams,
  measured: Measurements,
): Measurement {
  return measured[definition.name] ?? measure(definition, phase);
}

/** Measures every metric of a phase as a whole, by name: none of them mixes its loads. */
export function measurePhase(phase: PhaseStreams): Record<string, Measurement> {
  return measureAll(phase, 'phase');
}

/** Measures every metric of a stage, by name. */
export function measureStage(stage: StageStreams): Record<string, Measurement> {
  return measureAll(stage, 'stage');
}

function measureAll(streams: PhaseStreams, of: 'phase' | 'stage'): Record<string, Measurement> {
  return Object.fromEntries(
    METRICS.filter((metric) => metric.of === of || metric.of === 'both').map((metric) => [
      metric.name,
      measure(metric, streams),
    ]),
  );
}

/** The reason of the first `not-measured` event of the metric, among limitations of the target or among all others. */
function statedReason(
  definition: MetricDefinition,
  phase: PhaseStreams,
  isLimitation: boolean,
): string | undefined {
  for (const event of phase.events) {
    if (event.kind !== 'not-measured' || (event.isLimitation ?? false) !== isLimitation) continue;
    if (event.metric === definition.name || definition.aliases.includes(event.metric)) {
      return event.reason;
    }
  }
  return undefined;
}

/** The mean is exact; percentiles have bounds and no value. */
function summaryOf({
  count,
  total,
  bounds,
  note,
}: Extract<MetricReading, { kind: 'summary' }>): Omit<Measurement, 'unit' | 'better'> {
  return {
    ...aggregatesOf(new Float64Array(0)),
    count,
    avg: total / count,
    total,
    bounds,
    ...(note === undefined ? {} : { note }),
  };
}

function exactMaxOf(reading: Extract<MetricReading, { kind: 'values' }>): { max?: number } {
  return reading.exactMax === undefined ? {} : { max: reading.exactMax };
}

function aggregatesOf(values: NumberColumn): Aggregates {
  const ascending = sortInPlace(values);
  const finite = finiteOf(ascending);
  const total = finite.length === 0 ? Number.NaN : sumOf(finite);
  return {
    count: values.length,
    failed: values.length - finite.length,
    avg: total / finite.length,
    min: quantileOfSorted(ascending, 0),
    max: quantileOfSorted(ascending, 1),
    ...percentilesBy((probability) => quantileOfSorted(ascending, probability)),
    total,
  };
}

/** The percentiles that every measurement has. */
function percentilesBy(
  quantile: (probability: number) => number,
): Pick<Measurement, 'p50' | 'p90' | 'p95' | 'p99'> {
  return { p50: quantile(0.5), p90: quantile(0.9), p95: quantile(0.95), p99: quantile(0.99) };
}

/** Percentiles over the values, which it does not change, and the requests without a value. */
function countLeftOut(
  values: NumberColumn,
  { count, areRanked }: LeftOutRequests,
): LeftOutMeasurement {
  const all = new Float64Array(areRanked ? values.length + count : 0).fill(Infinity);
  if (areRanked) all.set(values);
  const ascending = sortInPlace(all);
  return {
    requests: count,
    ...percentilesBy((probability) => quantileOfSorted(ascending, probability)),
  };
}

/** Failed values are infinite and therefore last; `NaN` comes after them, so that it shows. */
function finiteOf(ascending: Float64Array): Float64Array {
  if (Number.isNaN(ascending.at(-1))) return ascending.filter((value) => value !== Infinity);
  return ascending.subarray(0, countBelow(ascending, Infinity));
}

function weightedAggregatesOf(values: NumberColumn, weights: Weights): Aggregates {
  const distribution = weightedDistribution(values, weights);
  const ascending = distribution.values;
  return {
    count: values.length,
    failed: 0,
    avg: weightedAverage(values, weights),
    min: quantileOfSorted(ascending, 0),
    max: quantileOfSorted(ascending, 1),
    ...percentilesBy((probability) => weightedQuantile(distribution, probability)),
    total: Number.NaN,
  };
}
