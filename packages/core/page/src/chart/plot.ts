import uPlot from 'uplot';
import { color, type Theme } from '../theme.ts';
import type { Legend } from './legend.ts';

/** Room left of every plot for the labels of its axis, so that plots over one time stand in line. CSS pixels. */
export const AXIS_WIDTH = 76;

/** Room right of every plot: the last label of the time axis reaches into it. CSS pixels. */
export const RIGHT_PADDING = 24;

/** Narrowest plot that is still drawn; below it the browser scrolls. CSS pixels. */
const MIN_WIDTH = 200;

/** A plot that follows the width of its host, and can be taken down. */
export interface MountedPlot {
  readonly plot: uPlot;
  readonly destroy: () => void;
}

/** Draws a plot into an element, as wide as the element is and stays, and again when the theme changes. */
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

/** Shows the series that the legend shows, of so many after that of the axis. */
export function showByLegend(plot: uPlot, legend: Legend, count: number): void {
  for (let index = 0; index < count; index += 1) {
    plot.setSeries(index + 1, { show: !legend.isHidden(index) });
  }
}

/** How the labels of an axis come to be. */
export interface AxisOptions {
  readonly scale: string;
  readonly format: (value: number) => string;
  readonly label?: string;
  readonly splits?: uPlot.Axis.Splits;
  readonly increments?: number[];
  /** Least distance of two labels, CSS pixels. */
  readonly space?: number;
}

/** The font of axes and marks, as the page has it. */
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

/** Steps of an axis of memory: powers of two, so that labels are whole in binary units. */
export const MEMORY_INCREMENTS: number[] = Array.from({ length: 50 }, (_, power) => 2 ** power);

/** Steps of an axis of numbers and times. */
export const DECIMAL_INCREMENTS: number[] = Array.from(
  { length: 16 },
  (_, power) => power - 6,
).flatMap((power) => [1, 2, 5].map((factor) => factor * 10 ** power));
