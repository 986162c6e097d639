import { AGGREGATES, type MetricDefinition } from '../../metric/metric.ts';
import { METRICS } from '../../metric/registry.ts';
import type { PhaseResult } from '../results/run-results.ts';
import { measuredPoints, snakeCase, type Point, type Series, type SeriesUnit } from './series.ts';

/** The conventional unit of each metric unit, and the divisor that converts to it. */
const UNITS: Readonly<
  Record<MetricDefinition['unit'], { readonly unit: SeriesUnit; readonly divisor: number }>
> = {
  bytes: { unit: 'By', divisor: 1 },
  // Exported in seconds, the base unit. Division rounds once, to nearest, the same as a reader's division would.
  ms: { unit: 's', divisor: 1000 },
  ratio: { unit: '1', divisor: 1 },
  perSecond: { unit: '1/s', divisor: 1 },
  requests: { unit: '{request}', divisor: 1 },
  count: { unit: '{count}', divisor: 1 },
  tokens: { unit: '{token}', divisor: 1 },
  watts: { unit: 'W', divisor: 1 },
  celsius: { unit: 'Cel', divisor: 1 },
  joules: { unit: 'J', divisor: 1 },
};

/** The measurements of a phase or of one of its stages, and the labels of their points. */
export interface LabelledMeasurements {
  readonly measurements: PhaseResult['measurements'];
  readonly attributes: Point['attributes'];
}

function pointsOf(
  { name, unit }: MetricDefinition,
  labelled: readonly LabelledMeasurements[],
): Point[] {
  return labelled.flatMap(({ measurements, attributes }) => {
    const measurement = measurements[name];
    if (measurement === undefined) return [];
    return AGGREGATES.map((aggregate) => ({
      attributes: { ...attributes, aggregate },
      value: measurement[aggregate] / UNITS[unit].divisor,
    }));
  });
}

/** Every metric of a run: one series each, with a point per phase or stage and measured aggregate. */
export function metricSeries(labelled: readonly LabelledMeasurements[]): Series[] {
  return METRICS.map((metric) => ({
    name: `loadcell.${snakeCase(metric.name)}`,
    kind: 'gauge',
    unit: UNITS[metric.unit].unit,
    description: metric.description,
    points: measuredPoints(pointsOf(metric, labelled)),
  }));
}
