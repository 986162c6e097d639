import type { PageContextCurve } from '../../../src/report/page/page-data.ts';
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
import { pointSeries } from './points.ts';
import type { TimeChart } from './time-chart.ts';

/** Times against sizes, a point for each request. */
export function mountScatter(
  host: HTMLElement,
  curves: readonly PageContextCurve[],
  legend: Legend,
  theme: Theme,
): TimeChart {
  const points = curves
    .flatMap(({ tokens, timesMs }, curve) =>
      tokens.map((x, index) => ({ x, y: timesMs[index] ?? Number.NaN, series: curve })),
    )
    .toSorted((a, b) => a.x - b.x);
  const largestSize = points.reduce((largest, { x }) => Math.max(largest, x), 1);
  const largestMs = points.reduce((largest, { y }) => Math.max(largest, y), 0);
  const labels = curves.map(({ label }) => label);
  const { series, data } = pointSeries(labels, points, 6);
  host.dataset['points'] = String(points.length);
  const { plot, destroy } = mountPlot(
    host,
    {
      height: 280,
      padding: [12, RIGHT_PADDING, 0, 0],
      legend: { show: false },
      cursor: { drag: { x: false, y: false }, points: { show: false } },
      scales: {
        x: { time: false, range: [0, largestSize * 1.05] },
        y: { range: [0, largestMs === 0 ? 1 : largestMs * 1.08] },
      },
      axes: [
        bottomAxis({
          scale: 'x',
          format: numberLabel,
          label: 'Context size, tokens',
          increments: DECIMAL_INCREMENTS.filter((one) => one >= 1),
        }),
        leftAxis({ scale: 'y', format: msLabel, increments: DECIMAL_INCREMENTS }),
      ],
      series,
    },
    data,
    theme,
  );
  return {
    refresh: () => showByLegend(plot, legend, curves.length),
    destroy,
  };
}
