import type uPlot from 'uplot';
import { color } from '../theme.ts';
import { CHART_FONT } from './plot.ts';

/** Writes beside a point of a plot, on the side that has room. Positions are in pixels of the canvas. */
export function drawLabel(plot: uPlot, text: string, x: number, y: number, ink: string): void {
  const { ctx, bbox } = plot;
  const gap = 8 * devicePixelRatio;
  ctx.save();
  ctx.font = CHART_FONT.replace('12px', `${12 * devicePixelRatio}px`);
  const width = ctx.measureText(text).width;
  const isLeft = x + gap + width > bbox.left + bbox.width;
  const height = 16 * devicePixelRatio;
  const left = isLeft ? x - gap - width : x + gap;
  const top = Math.max(bbox.top, y - height / 2);
  ctx.globalAlpha = 0.85;
  ctx.fillStyle = color('--paper');
  ctx.fillRect(left - gap / 3, top, width + (2 * gap) / 3, height);
  ctx.globalAlpha = 1;
  ctx.fillStyle = color(ink);
  // The plot leaves the canvas as its axes needed it.
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  ctx.fillText(text, left, top + height / 2);
  ctx.restore();
}
