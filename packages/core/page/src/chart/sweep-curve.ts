import type uPlot from 'uplot';
import type { PageLoadCurve } from '../../../src/report/page/page-data.ts';
import { numberLabel } from '../data/format-axis.ts';
import { seriesColor, type Theme } from '../theme.ts';
import { drawLabel } from './draw-label.ts';
import { drawLevel } from './draw-level.ts';
import type { Legend } from './legend.ts';
import {
  bottomAxis,
  DECIMAL_INCREMENTS,
  leftAxis,
  mountPlot,
  RIGHT_PADDING,
  showByLegend,
} from './plot.ts';
import { drawMark, type TimeChart } from './time-chart.ts';

/** A line over the levels of a sweep, and the limit that it should stay below. */
export interface SweepLine {
  readonly label: string;
  readonly values: readonly (number | null)[];
  readonly limit?: number;
}

/** Lines over the levels of a sweep, with marks at the limits and at the highest level that met the SLOs. */
export function mountSweepCurve(
  host: HTMLElement,
  what: {
    readonly curve: PageLoadCurve;
    readonly lines: readonly SweepLine[];
    readonly format: (value: number) => string;
  },
  legend: Legend,
  theme: Theme,
): TimeChart {
  const { curve, lines, format } = what;
  const levels = curve.levels.map(({ level }) => level);
  const most = Math.max(1e-9, ...levels);
  const highest = Math.max(
    1e-9,
    ...lines.flatMap(({ values, limit = 0 }) => [...values.map((one) => one ?? 0), limit]),
  );
  host.dataset['points'] = String(levels.length * lines.length);
  const decorate = (plot: uPlot): void => {
    for (const [index, { limit }] of lines.entries()) {
      if (limit !== undefined && !legend.isHidden(index))
        drawLevel(plot, limit, `--series-${(index % 8) + 1}`);
    }
    if (curve.highestMet === null) return;
    drawMark(plot, curve.highestMet, '--pass', [4, 3]);
    const x = plot.valToPos(curve.highestMet, 'x', true);
    drawLabel(plot, `capacity: ${numberLabel(curve.highestMet)}`, x, plot.bbox.top, '--pass');
  };
  const showValues = ({ cursor }: uPlot): void => {
    const at = cursor.idx;
    legend.showValues(
      lines.map(({ values }) => {
        const value = at === undefined || at === null ? null : (values[at] ?? null);
        return value === null ? '' : format(value);
      }),
    );
  };
  const { plot, destroy } = mountPlot(
    host,
    {
      height: 280,
      padding: [12, RIGHT_PADDING, 0, 0],
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false } },
      scales: { x: { time: false, range: [0, most * 1.06] }, y: { range: [0, highest * 1.08] } },
      axes: [
        bottomAxis({
          scale: 'x',
          format: numberLabel,
          label: curve.levelName,
          // Concurrency and tokens have no fractions.
          increments: DECIMAL_INCREMENTS.filter(
            (one) => one >= 1 || !levels.every((level) => Number.isInteger(level)),
          ),
        }),
        leftAxis({ scale: 'y', format, increments: DECIMAL_INCREMENTS }),
      ],
      series: [
        {},
        ...lines.map(({ label }, index) => {
          const stroke = (): string => seriesColor(index);
          return { label, stroke, width: 1.75, points: { show: true, size: 6, fill: stroke } };
        }),
      ],
      hooks: { draw: [decorate], setCursor: [showValues] },
    },
    [levels, ...lines.map(({ values }) => [...values])],
    theme,
  );
  return {
    refresh: () => showByLegend(plot, legend, lines.length),
    destroy,
  };
}
