import type uPlot from 'uplot';
import { formatMs } from '../../../src/metric/format/format-value.ts';
import type { PageDistributions } from '../../../src/report/page/page-data.ts';
import { seriesColor, type Theme } from '../theme.ts';
import { drawLabel } from './draw-label.ts';
import type { Legend } from './legend.ts';
import { bottomAxis, leftAxis, mountPlot, RIGHT_PADDING, showByLegend } from './plot.ts';
import type { TimeChart } from './time-chart.ts';
import { timeScaleOf } from './value-scale.ts';

/** Labeled positions on the percentile axis. */
const TICKS: readonly (readonly [share: number, label: string])[] = [
  [0, 'p0'],
  [0.5, 'p50'],
  [0.9, 'p90'],
  [0.99, 'p99'],
  [0.999, 'p99.9'],
  [0.9999, 'p99.99'],
  [0.99999, 'p99.999'],
  [0.999999, 'p99.9999'],
];

/** Number of nines in a share: one for 0.9, two for 0.99. For 1, as many as the count can resolve. */
function ninesOf(share: number, count: number): number {
  return share >= 1 ? Math.log10(Math.max(1, count)) : -Math.log10(1 - share);
}

/** Percentiles of one phase: positions on the axis of nines, and times. */
type Curve = readonly { readonly nines: number; readonly ms: number }[];

/** Percentiles of each phase on an axis of nines. */
export function mountPercentileCurve(
  host: HTMLElement,
  { phases }: PageDistributions,
  legend: Legend,
  theme: Theme,
): TimeChart {
  const curves = phases.map(({ shares, valuesMs, count }) =>
    shares.map((share, index) => ({
      nines: ninesOf(share, count),
      ms: valuesMs[index] ?? Number.NaN,
    })),
  );
  const all = curves.flat();
  const least = all.reduce((value, { ms }) => Math.min(value, ms), Number.POSITIVE_INFINITY);
  const largest = all.reduce((value, { ms }) => Math.max(value, ms), 0);
  const scale = timeScaleOf(least, largest);
  const top = scale.place(largest);
  const bottom = scale.isLogarithmic ? scale.place(least) : 0;
  const height = top > bottom ? top - bottom : 1;
  const nines = Float64Array.from(new Set(all.map((one) => one.nines))).toSorted();
  const place = new Map(Array.from(nines, (one, index) => [one, index] as const));
  const columns = curves.map((curve) => {
    const column: (number | undefined)[] = Array.from({ length: nines.length });
    for (const { nines: at, ms } of curve) column[place.get(at) ?? 0] = scale.place(ms);
    return column;
  });
  const lastNines = Math.max(1, nines.at(-1) ?? 1);
  const ticks = TICKS.filter(([share]) => ninesOf(share, 1) <= lastNines * 1.02);
  host.dataset['points'] = String(all.length);
  const { plot, destroy } = mountPlot(
    host,
    {
      height: 300,
      padding: [12, RIGHT_PADDING, 0, 0],
      legend: { show: false },
      cursor: { y: true, drag: { x: false, y: false }, points: { size: 7 } },
      scales: {
        x: { time: false, range: [-0.02 * lastNines, lastNines * 1.03] },
        y: { range: [bottom, bottom + height * 1.06] },
      },
      axes: [
        bottomAxis({
          scale: 'x',
          format: (at) => ticks.find(([share]) => ninesOf(share, 1) === at)?.[1] ?? '',
          splits: () => ticks.map(([share]) => ninesOf(share, 1)),
          label: 'Percentile',
          space: 30,
        }),
        leftAxis({ scale: 'y', ...scale.labels }),
      ],
      series: [
        {},
        ...phases.map(({ phase }, index) => {
          const stroke = (): string => seriesColor(index);
          const isSingle = (curves[index]?.length ?? 0) < 2;
          return {
            label: phase,
            stroke,
            width: 1.75,
            points: { show: isSingle, size: 7, fill: stroke },
          };
        }),
      ],
      hooks: { draw: [(drawn) => labelTails(drawn, curves, legend, scale.place)] },
    },
    [nines, ...columns],
    theme,
  );
  plot.over.addEventListener('mousemove', () => legend.showValues(valuesAt(plot, curves)));
  plot.over.addEventListener('mouseleave', () => legend.showValues([]));
  return {
    refresh: () => showByLegend(plot, legend, phases.length),
    destroy,
  };
}

/** The value of each curve at the cursor, from its last point at or before it. */
function valuesAt(plot: uPlot, curves: readonly Curve[]): string[] {
  const left = plot.cursor.left ?? -1;
  if (left < 0) return [];
  const nines = plot.posToVal(left, 'x');
  return curves.map((curve) => {
    const at = curve.findLast((point) => point.nines <= nines);
    return at === undefined ? '' : formatMs(at.ms);
  });
}

/** Writes the largest value at the end of each curve. */
function labelTails(
  plot: uPlot,
  curves: readonly Curve[],
  legend: Legend,
  place: (ms: number) => number,
): void {
  for (const [index, curve] of curves.entries()) {
    const last = curve.at(-1);
    if (last === undefined || legend.isHidden(index)) continue;
    const x = plot.valToPos(last.nines, 'x', true);
    const y = plot.valToPos(place(last.ms), 'y', true);
    drawLabel(plot, formatMs(last.ms), x, y, `--series-${(index % 8) + 1}`);
  }
}
