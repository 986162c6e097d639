import type { PageContextCurve } from '../../../src/report/page/page-data.ts';
import type { Theme } from '../theme.ts';
import type { Legend } from './legend.ts';
import { DECIMAL_INCREMENTS } from './plot.ts';
import { mountPoints } from './point-chart.ts';
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
  return mountPoints(
    host,
    {
      labels,
      points,
      size: 6,
      height: 280,
      most: { x: largestSize * 1.05, ms: largestMs === 0 ? 1 : largestMs * 1.08 },
      axis: {
        label: 'Context size, tokens',
        increments: DECIMAL_INCREMENTS.filter((one) => one >= 1),
      },
    },
    legend,
    theme,
  );
}
