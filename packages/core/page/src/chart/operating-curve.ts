import type uPlot from 'uplot';
import { formatMs } from '../../../src/metric/format/format-value.ts';
import { color, type Theme } from '../theme.ts';
import { drawLabel, type LabelBox } from './draw-label.ts';
import type { Legend } from './legend.ts';
import { drawLevel } from './draw-level.ts';
import { DECIMAL_INCREMENTS } from './plot.ts';
import { mountPoints } from './point-chart.ts';
import type { TimeChart } from './time-chart.ts';

/** A group of points: the stages of a phase, or the levels of a sweep, which a line joins. */
export interface OperatingGroup {
  readonly label: string;
  readonly isJoined: boolean;
  readonly points: readonly {
    readonly name: string;
    /** Requests per second. */
    readonly throughput: number;
    readonly ms: number;
  }[];
}

/** Throughput against latency: one point per stage, and the SLO as a horizontal line. */
export function mountOperatingCurve(
  host: HTMLElement,
  { groups, sloMs }: { readonly groups: readonly OperatingGroup[]; readonly sloMs: number | null },
  legend: Legend,
  theme: Theme,
): TimeChart {
  // Past capacity, throughput can fall as load rises, so the line of a sweep may turn back.
  const points = groups
    .flatMap((group, series) =>
      group.points.map(({ name, throughput, ms }) => ({ name, x: throughput, y: ms, series })),
    )
    .toSorted((a, b) => a.x - b.x);
  const most = Math.max(1e-9, ...points.map(({ x }) => x));
  const slowest = Math.max(1e-9, sloMs ?? 0, ...points.map(({ y }) => y));
  const labels = groups.map(({ label }) => label);
  const draw = (plot: uPlot): void => {
    for (const [index, group] of groups.entries()) {
      if (group.isJoined && !legend.isHidden(index)) joinPoints(plot, group, index);
    }
    if (sloMs !== null) {
      drawLevel(plot, sloMs, '--fail');
      drawLabel(
        plot,
        `SLO ${formatMs(sloMs)}`,
        plot.bbox.left,
        plot.valToPos(sloMs, 'y', true),
        '--fail',
      );
    }
    const seen = points
      .filter((point) => !legend.isHidden(point.series))
      .map((point) => ({
        ...point,
        x: plot.valToPos(point.x, 'x', true),
        y: plot.valToPos(point.y, 'y', true),
      }));
    // A label covers neither a point nor another label; the table below has every name.
    const taken: LabelBox[] = seen.map(({ x, y }) => boxAround(x, y));
    for (const { name, x, y, series: place } of seen) {
      taken.push(...drawLabel(plot, name, x, y, `--series-${(place % 8) + 1}`, taken));
    }
  };
  return mountPoints(
    host,
    {
      labels,
      points,
      size: 8,
      height: 260,
      most: { x: most * 1.08, ms: slowest * 1.12 },
      axis: { label: 'Throughput, req/s', increments: DECIMAL_INCREMENTS },
      draw,
    },
    legend,
    theme,
  );
}

/** The area of a point, canvas pixels: small enough not to overlap the label next to it. */
function boxAround(x: number, y: number): LabelBox {
  const half = 3 * devicePixelRatio;
  return { left: x - half, top: y - half, right: x + half, bottom: y + half };
}

/** Joins the levels of a sweep in the order of their values. */
function joinPoints(plot: uPlot, { points }: OperatingGroup, index: number): void {
  const { ctx } = plot;
  ctx.save();
  ctx.strokeStyle = color(`--series-${(index % 8) + 1}`);
  ctx.lineWidth = 1.75 * devicePixelRatio;
  ctx.beginPath();
  for (const { throughput, ms } of points) {
    ctx.lineTo(plot.valToPos(throughput, 'x', true), plot.valToPos(ms, 'y', true));
  }
  ctx.stroke();
  ctx.restore();
}
