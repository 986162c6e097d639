import type uPlot from 'uplot';
import { color } from '../theme.ts';
import { CHART_FONT } from './plot.ts';

/** The area of a label, canvas pixels. */
export interface LabelBox {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/**
 * Draws a label next to a point, on the side that has room. Positions are in canvas pixels.
 * @param taken areas that must stay free
 * @returns the area of the label; empty if it would overlap a taken area and is not drawn
 */
export function drawLabel(
  plot: uPlot,
  text: string,
  x: number,
  y: number,
  ink: string,
  taken: readonly LabelBox[] = [],
): LabelBox[] {
  const { ctx, bbox } = plot;
  const gap = 8 * devicePixelRatio;
  const height = 16 * devicePixelRatio;
  ctx.save();
  ctx.font = CHART_FONT.replace('12px', `${12 * devicePixelRatio}px`);
  const width = ctx.measureText(text).width;
  const isLeft = x + gap + width > bbox.left + bbox.width;
  const left = isLeft ? x - gap - width : x + gap;
  // Above the point, clear of its line; below it at the top edge.
  const above = y - height - gap / 2;
  const top = above < bbox.top ? y + gap / 2 : above;
  const box = { left: left - gap / 3, top, right: left + width + gap / 3, bottom: top + height };
  const isFree = taken.every((other) => !overlap(box, other));
  if (isFree) {
    ctx.globalAlpha = 0.85;
    ctx.fillStyle = color('--paper');
    ctx.fillRect(box.left, top, box.right - box.left, height);
    ctx.globalAlpha = 1;
    ctx.fillStyle = color(ink);
    // The plot leaves the text settings of its axes on the canvas.
    ctx.textAlign = 'left';
    ctx.textBaseline = 'middle';
    ctx.fillText(text, left, top + height / 2);
  }
  ctx.restore();
  return isFree ? [box] : [];
}

function overlap(one: LabelBox, other: LabelBox): boolean {
  return (
    one.left < other.right &&
    other.left < one.right &&
    one.top < other.bottom &&
    other.top < one.bottom
  );
}
