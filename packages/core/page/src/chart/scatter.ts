import type { PageContextCurve } from '../../../src/report/html/page-data.ts';
import { msLabel, numberLabel } from '../data/format-axis.ts';
import { seriesColor, type Theme } from '../theme.ts';
import type { Legend } from './legend.ts';
import {
  bottomAxis,
  DECIMAL_INCREMENTS,
  leftAxis,
  mountPlot,
  RIGHT_PADDING,
  showByLegend,
} from './plot.ts';
import type { TimeChart } from './time-chart.ts';

/** Times against sizes, a point for each request. */
export function mountScatter(
  host: HTMLElement,
  curves: readonly PageContextCurve[],
  legend: Legend,
  theme: Theme,
): TimeChart {
  // Points of one size stand above each other, so each point is a place of its own on the common axis.
  const points = curves
    .flatMap(({ tokens, timesMs }, curve) =>
      tokens.map((size, index) => ({ size, ms: timesMs[index] ?? Number.NaN, curve })),
    )
    .toSorted((a, b) => a.size - b.size);
  const largestSize = points.reduce((largest, { size }) => Math.max(largest, size), 1);
  const largestMs = points.reduce((largest, { ms }) => Math.max(largest, ms), 0);
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
          label: 'Tokens of the context',
          increments: DECIMAL_INCREMENTS.filter((one) => one >= 1),
        }),
        leftAxis({ scale: 'y', format: msLabel, increments: DECIMAL_INCREMENTS }),
      ],
      series: [
        {},
        ...curves.map(({ label }, index) => {
          const stroke = (): string => seriesColor(index);
          const shown = { show: true, size: 6, fill: stroke, stroke };
          return { label, stroke, paths: () => null, points: shown };
        }),
      ],
    },
    [
      Float64Array.from(points, ({ size }) => size),
      ...curves.map((_, curve) => points.map((point) => (point.curve === curve ? point.ms : null))),
    ],
    theme,
  );
  return {
    refresh: () => showByLegend(plot, legend, curves.length),
    destroy,
  };
}
