import uPlot from 'uplot';
import type { PageDistributions } from '../../../src/report/page/page-data.ts';
import { numberLabel } from '../data/format-axis.ts';
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
import { timeScaleOf } from './value-scale.ts';

/** Opacity of the areas, hexadecimal: areas of several phases overlap. */
const AREA = '38';

/** Values per bin, as steps; on a logarithmic axis when the bins grow by a factor. */
export function mountHistogram(
  host: HTMLElement,
  { phases, binEdgesMs }: PageDistributions,
  legend: Legend,
  theme: Theme,
): TimeChart {
  const scale = timeScaleOf(binEdgesMs.at(0) ?? 0, binEdgesMs.at(-1) ?? 0);
  const edges = Float64Array.from(binEdgesMs, scale.place);
  host.dataset['points'] = String(edges.length);
  const { stepped } = uPlot.paths;
  const { plot, destroy } = mountPlot(
    host,
    {
      height: 300,
      padding: [12, RIGHT_PADDING, 0, 0],
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
      scales: {
        x: { time: false, range: () => [edges.at(0) ?? 0, edges.at(-1) ?? 1] },
        y: { range: (_plot, _least, largest) => [0, Math.max(1, largest * 1.06)] },
      },
      axes: [
        bottomAxis({
          scale: 'x',
          ...scale.labels,
          label: scale.isLogarithmic ? 'Time, logarithmic' : 'Time',
          space: 60,
        }),
        leftAxis({
          scale: 'y',
          format: numberLabel,
          increments: DECIMAL_INCREMENTS.filter((one) => one >= 1),
        }),
      ],
      series: [
        {},
        ...phases.map(({ phase }, index) => ({
          label: phase,
          stroke: () => seriesColor(index),
          fill: () => `${seriesColor(index)}${AREA}`,
          width: 1.25,
          points: { show: false },
          ...(stepped === undefined ? {} : { paths: stepped({ align: 1 }) }),
        })),
      ],
    },
    // The last edge repeats the last bin, to give its step a width.
    [edges, ...phases.map(({ binCounts }) => [...binCounts, binCounts.at(-1) ?? 0])],
    theme,
  );
  return {
    refresh: () => showByLegend(plot, legend, phases.length),
    destroy,
  };
}
