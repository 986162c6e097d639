import uPlot from 'uplot';
import { clockLabel, TIME_INCREMENTS } from '../data/format-axis.ts';
import type { Line } from '../data/line.ts';
import type { TimeGroup } from '../data/time-group.ts';
import { viewOfLines } from '../data/view-of-lines.ts';
import { color, seriesColor, type Theme } from '../theme.ts';
import { bottomAxis, leftAxis, mountPlot, RIGHT_PADDING, type MountedPlot } from './plot.ts';

/** What a chart over time shows. */
export interface TimeChartOptions {
  readonly lines: readonly Line[];
  readonly height: number;
  readonly format: (value: number) => string;
  readonly increments: number[];
  /** Whether the value axis starts at zero; otherwise it fits the shown values. */
  readonly fromZero: () => boolean;
  /** Draws on top of the lines. */
  readonly decorate?: (plot: uPlot) => void;
  /** Whether the line at an index is hidden. */
  readonly isHidden: (index: number) => boolean;
}

/** A mounted chart. */
export interface TimeChart {
  /** Redraws the chart. */
  readonly refresh: () => void;
  readonly destroy: () => void;
}

/** Lines from this palette index on are dashed: color alone no longer distinguishes them. */
const DASHED_FROM = 4;

/** Mounts a chart over time, with drag to zoom and a cursor shared by the group. */
export function mountTimeChart(
  host: HTMLElement,
  options: TimeChartOptions,
  group: TimeGroup,
  theme: Theme,
): TimeChart {
  let isFollowing = false;
  let range: uPlot.Range.MinMax = [0, 1];
  const dataIn = (columns: number): uPlot.AlignedData => {
    const { fromMs, toMs } = group.window;
    const view = viewOfLines(options.lines, fromMs, toMs, columns);
    range = rangeOf(
      view.values.filter((_, index) => !options.isHidden(index)),
      options.fromZero(),
    );
    host.dataset['points'] = String(view.points);
    host.dataset['drawn'] = String(view.drawn);
    host.dataset['fromMs'] = String(fromMs);
    host.dataset['toMs'] = String(toMs);
    return [view.timeMs, ...view.values.map((values) => [...values])];
  };
  const mounted: MountedPlot = mountPlot(
    host,
    {
      height: options.height,
      padding: [10, RIGHT_PADDING, 0, 0],
      legend: { show: false },
      cursor: {
        x: true,
        y: false,
        drag: { x: true, y: false, setScale: false },
        bind: { dblclick: () => () => (group.reset(), null) },
        points: { size: 7 },
      },
      scales: {
        x: { time: false, range: () => [group.window.fromMs, group.window.toMs] },
        y: { range: () => range },
      },
      axes: [
        bottomAxis({ scale: 'x', format: String, increments: TIME_INCREMENTS }),
        leftAxis({ scale: 'y', format: options.format, increments: options.increments }),
      ].map((axis, index) =>
        index === 0
          ? {
              ...axis,
              values: (_plot, values, _axis, _space, step) =>
                values.map((ms) => clockLabel(ms, step)),
            }
          : axis,
      ),
      series: [{}, ...options.lines.map((line, index) => seriesOf(line, options.isHidden(index)))],
      hooks: {
        draw: [(plot) => options.decorate?.(plot)],
        setSelect: [
          (plot) => {
            if (plot.select.width < 3) return;
            const fromMs = plot.posToVal(plot.select.left, 'x');
            const toMs = plot.posToVal(plot.select.left + plot.select.width, 'x');
            plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
            group.show(fromMs, toMs);
          },
        ],
        setCursor: [
          (plot) => {
            if (isFollowing) return;
            // A pinned cursor ignores the mouse.
            if (group.isPinned) {
              follow(group.cursorMs);
              return;
            }
            const left = plot.cursor.left ?? -1;
            group.point(left < 0 ? undefined : plot.posToVal(left, 'x'));
          },
        ],
      },
    },
    dataIn(columnsOf(host.clientWidth)),
    theme,
  );
  const { plot } = mounted;
  const refresh = (): void => {
    for (const [index] of options.lines.entries()) {
      const isShown = !options.isHidden(index);
      if (plot.series[index + 1]?.show !== isShown)
        plot.setSeries(index + 1, { show: isShown }, false);
    }
    plot.setData(dataIn(columnsOf(plot.width)));
    follow(group.cursorMs);
  };
  const follow = (atMs: number | undefined): void => {
    isFollowing = true;
    const left = atMs === undefined ? -10 : plot.valToPos(atMs, 'x');
    plot.setCursor({ left, top: 10 }, false);
    isFollowing = false;
  };
  const stop = group.listen({ onWindow: refresh, onCursor: follow });
  return {
    refresh,
    destroy: () => {
      stop();
      mounted.destroy();
    },
  };
}

/** Distinguishable points across a width: one per CSS pixel. */
function columnsOf(width: number): number {
  return Math.max(200, Math.floor(width));
}

function seriesOf({ shape, color: place, label, value }: Line, isHidden: boolean): uPlot.Series {
  const stroke = (): string => seriesColor(place);
  const common = { label, show: !isHidden, stroke };
  if (shape === 'points') {
    const points = { show: true, size: 4, width: 1, fill: stroke, stroke };
    return { ...common, paths: () => null, points };
  }
  const { stepped } = uPlot.paths;
  return {
    ...common,
    width: 1.5,
    dash: place >= DASHED_FROM && shape === 'line' ? [6, 3] : [],
    // A single value makes no line, so it is drawn as a point.
    points: { show: value.length <= 2, size: 6, fill: stroke },
    ...(shape === 'steps' && stepped !== undefined ? { paths: stepped({ align: 1 }) } : {}),
  };
}

/** The range of values, with a margin above, and one below unless the axis starts at zero. */
function rangeOf(
  values: readonly (readonly (number | null | undefined)[])[],
  fromZero: boolean,
): uPlot.Range.MinMax {
  let least = fromZero ? 0 : Number.POSITIVE_INFINITY;
  let largest = fromZero ? 0 : Number.NEGATIVE_INFINITY;
  for (const line of values) {
    for (const value of line) {
      if (value === null || value === undefined) continue;
      if (value < least) least = value;
      if (value > largest) largest = value;
    }
  }
  if (!(largest >= least)) return [0, 1];
  const height = largest - least;
  if (height === 0) return fromZero ? [0, 1] : [least - 1, largest + 1];
  return [fromZero ? least : least - height * 0.06, largest + height * 0.08];
}

/** Draws a vertical line on a plot, if its position is within the x range. */
export function drawMark(plot: uPlot, atMs: number, stroke: string, dash: readonly number[]): void {
  const { fromMs, toMs } = { fromMs: plot.scales['x']?.min ?? 0, toMs: plot.scales['x']?.max ?? 0 };
  if (atMs < fromMs || atMs > toMs) return;
  const { ctx, bbox } = plot;
  const x = Math.round(plot.valToPos(atMs, 'x', true)) + 0.5;
  ctx.save();
  ctx.strokeStyle = color(stroke);
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash(dash.map((length) => length * devicePixelRatio));
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.restore();
}
