import uPlot from 'uplot';
import { color, type Theme } from '../theme.ts';
import type { Legend } from './legend.ts';

/** Space left of every plot for its axis labels, the same for all so that time charts align. CSS pixels. */
export const AXIS_WIDTH = 76;

/** Space right of every plot, for the last label of the time axis. CSS pixels. */
export const RIGHT_PADDING = 24;

/** Minimum width of a plot; a narrower page scrolls. CSS pixels. */
const MIN_WIDTH = 200;

/** A plot that follows the width of its host element until it is destroyed. */
export interface MountedPlot {
  readonly plot: uPlot;
  readonly destroy: () => void;
}

/** Draws a plot at the width of its host element, and redraws it when the width or the theme changes. */
export function mountPlot(
  host: HTMLElement,
  options: Omit<uPlot.Options, 'width'>,
  data: uPlot.AlignedData,
  theme: Theme,
): MountedPlot {
  const width = (): number => Math.max(MIN_WIDTH, Math.floor(host.clientWidth));
  const plot = new uPlot({ ...options, width: width() }, data, host);
  const observer = new ResizeObserver(() => {
    if (width() !== plot.width) plot.setSize({ width: width(), height: options.height });
  });
  observer.observe(host);
  const forget = theme.listen(() => plot.redraw(false, true));
  return {
    plot,
    destroy: () => {
      forget();
      observer.disconnect();
      plot.destroy();
    },
  };
}

/** Applies the legend's visibility to `count` series, which follow that of the axis. */
export function showByLegend(plot: uPlot, legend: Legend, count: number): void {
  for (let index = 0; index < count; index += 1) {
    plot.setSeries(index + 1, { show: !legend.isHidden(index) });
  }
}

/** Scale and labels of an axis. */
export interface AxisOptions {
  readonly scale: string;
  readonly format: (value: number) => string;
  readonly label?: string;
  readonly splits?: uPlot.Axis.Splits;
  readonly increments?: number[];
  /** Minimum distance between labels, CSS pixels. */
  readonly space?: number;
}

/** The font of axes and labels, the same as in the page. */
export const CHART_FONT = '12px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';

/** An axis below the plot. */
export function bottomAxis(options: AxisOptions): uPlot.Axis {
  return { ...axis(options), size: 32, space: options.space ?? 70 };
}

/** An axis left of the plot. */
export function leftAxis(options: AxisOptions): uPlot.Axis {
  return { ...axis(options), size: AXIS_WIDTH, space: options.space ?? 36 };
}

function axis({ scale, format, label, splits, increments }: AxisOptions): uPlot.Axis {
  return {
    scale,
    font: CHART_FONT,
    stroke: () => color('--muted'),
    grid: { stroke: () => color('--grid'), width: 1 },
    ticks: { stroke: () => color('--grid'), width: 1, size: 5 },
    values: (_plot, values) => values.map((value) => (value === null ? '' : format(value))),
    ...(label === undefined ? {} : { label, labelFont: CHART_FONT, labelSize: 18, labelGap: -2 }),
    ...(splits === undefined ? {} : { splits }),
    ...(increments === undefined ? {} : { incrs: increments }),
  };
}

/** Tick steps of a memory axis: powers of two, so that labels are whole numbers in binary units. */
export const MEMORY_INCREMENTS: number[] = Array.from({ length: 50 }, (_, power) => 2 ** power);

/** Tick steps of an axis of numbers or times. */
export const DECIMAL_INCREMENTS: number[] = Array.from(
  { length: 16 },
  (_, power) => power - 6,
).flatMap((power) => [1, 2, 5].map((factor) => factor * 10 ** power));
