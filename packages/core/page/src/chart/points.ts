import type uPlot from 'uplot';
import { seriesColor } from '../theme.ts';

/** Two points may have the same place on an axis, so each is a row of its own. */
export interface ChartPoint {
  readonly x: number;
  readonly y: number;
  /** The series that it belongs to, by its place. */
  readonly series: number;
}

/**
 * Series of points without lines, and their rows.
 * @param points in ascending order of `x`
 * @param size of a point, pixels
 */
export function pointSeries(
  labels: readonly string[],
  points: readonly ChartPoint[],
  size: number,
): { readonly series: uPlot.Series[]; readonly data: uPlot.AlignedData } {
  const shown = labels.map((label, index): uPlot.Series => {
    const stroke = (): string => seriesColor(index);
    return { label, stroke, paths: () => null, points: { show: true, size, fill: stroke, stroke } };
  });
  return {
    series: [{}, ...shown],
    data: [
      Float64Array.from(points, ({ x }) => x),
      ...labels.map((_, index) => points.map(({ series, y }) => (series === index ? y : null))),
    ],
  };
}
