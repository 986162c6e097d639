import type uPlot from 'uplot';
import { msLabel, numberLabel } from '../data/format-axis.ts';
import type { Theme } from '../theme.ts';
import type { Legend } from './legend.ts';
import {
  bottomAxis,
  DECIMAL_INCREMENTS,
  leftAxis,
  mountPlot,
  RIGHT_PADDING,
  showByLegend,
} from './plot.ts';
import { pointSeries, type ChartPoint } from './points.ts';
import type { TimeChart } from './time-chart.ts';

/** A chart of milliseconds as points without lines, one series a label. */
export interface PointChart {
  readonly labels: readonly string[];
  /** In ascending order of `x`. */
  readonly points: readonly ChartPoint[];
  /** Of a point, pixels. */
  readonly size: number;
  readonly height: number;
  /** Upper ends of the axes. */
  readonly most: { readonly x: number; readonly ms: number };
  /** Of the horizontal axis. */
  readonly axis: { readonly label: string; readonly increments: number[] };
  /** Draws on top of the points. */
  readonly draw?: (plot: uPlot) => void;
}

/** Mounts a chart of points. */
export function mountPoints(
  host: HTMLElement,
  { labels, points, size, height, most, axis, draw }: PointChart,
  legend: Legend,
  theme: Theme,
): TimeChart {
  const { series, data } = pointSeries(labels, points, size);
  host.dataset['points'] = String(points.length);
  const { plot, destroy } = mountPlot(
    host,
    {
      height,
      padding: [12, RIGHT_PADDING, 0, 0],
      legend: { show: false },
      cursor: { drag: { x: false, y: false }, points: { show: false } },
      scales: { x: { time: false, range: [0, most.x] }, y: { range: [0, most.ms] } },
      axes: [
        bottomAxis({ scale: 'x', format: numberLabel, ...axis }),
        leftAxis({ scale: 'y', format: msLabel, increments: DECIMAL_INCREMENTS }),
      ],
      series,
      hooks: draw === undefined ? {} : { draw: [draw] },
    },
    data,
    theme,
  );
  return { refresh: () => showByLegend(plot, legend, labels.length), destroy };
}
