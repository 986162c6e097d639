import type uPlot from 'uplot';
import { seriesColor } from '../theme.ts';

/** A point. Two may share an x value, so each gets a separate row. */
export interface ChartPoint {
  readonly x: number;
  readonly y: number;
  /** Index of its series. */
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
