import { formatMs, formatNumber } from '../../../src/metric/format/format-value.ts';
import type {
  PageData,
  PageOperatingPoint,
  PageOperatingPoints,
} from '../../../src/report/page/page-data.ts';
import { choice } from '../chart/choice.ts';
import { dataTable, makeFigure } from '../chart/figure.ts';
import { makeLegend } from '../chart/legend.ts';
import { mountOperatingCurve, type OperatingGroup } from '../chart/operating-curve.ts';
import type { TimeChart } from '../chart/time-chart.ts';
import { element } from '../dom.ts';
import type { Theme } from '../theme.ts';

/** Throughput against p95 latency, one point per stage, with the SLO; undefined if fewer than two stages have both. */
export function operatingFigure(
  { operatingPoints }: PageData,
  theme: Theme,
): { readonly root: HTMLElement; readonly mount: () => void } | undefined {
  if (operatingPoints === null) return undefined;
  const { latencies, points } = operatingPoints;
  const host = element('div', {});
  let chart: TimeChart | undefined;
  const show = (index: number): void => {
    chart?.destroy();
    chart = showLatency(host, operatingPoints, index, theme);
  };
  const root = element(
    'div',
    { id: 'operating-points' },
    element(
      'div',
      { class: 'choices' },
      choice(
        'Latency to plot',
        latencies.map(({ label }, index) => ({ label, onChosen: () => show(index) })),
      ),
    ),
    host,
    dataTable(
      'Throughput against latency',
      ['Stage', 'Throughput', ...latencies.map(({ label }) => `${label} p95`)],
      points.map((point) => [
        labelOf(point),
        `${formatNumber(point.throughput)} req/s`,
        ...point.p95Ms.map((ms) => (ms === null ? '' : formatMs(ms))),
      ]),
    ),
  );
  return { root, mount: () => show(0) };
}

function labelOf({ phase, stage }: PageOperatingPoint): string {
  return `${phase}, ${stage}`;
}

function showLatency(
  host: HTMLElement,
  { latencies, points }: PageOperatingPoints,
  index: number,
  theme: Theme,
): TimeChart {
  const { label = '', sloMs = null } = latencies[index] ?? {};
  const groups = groupsOf(points, index);
  let refresh: (() => void) | undefined;
  const entries = groups.map((group, color) => ({ label: group.label, color }));
  const legend = makeLegend(entries, theme, () => refresh?.());
  const slo = sloMs === null ? `No SLO is set for ${label}.` : `SLO ${formatMs(sloMs)}.`;
  const figure = makeFigure({
    id: 'operating-chart',
    title: `Throughput against ${label} p95`,
    description: `One point per stage; a line joins the levels of a sweep. ${slo}`,
    controls: [legend.root],
    notes: leftOut(points, index),
  });
  host.replaceChildren(figure.root);
  const chart = mountOperatingCurve(figure.host, { groups, sloMs }, legend, theme);
  refresh = chart.refresh;
  return chart;
}

/** Groups the stages of each phase, and the levels of each sweep. */
function groupsOf(points: readonly PageOperatingPoint[], index: number): OperatingGroup[] {
  const groups = new Map<string, OperatingGroup & { points: OperatingGroup['points'][number][] }>();
  for (const { phase, stage, sweep, throughput, p95Ms } of points) {
    const label = sweep === null ? phase : `${phase}, ${sweep}`;
    const group = groups.get(label) ?? { label, isJoined: sweep !== null, points: [] };
    groups.set(label, group);
    const ms = p95Ms[index] ?? null;
    if (ms === null) continue;
    const name = sweep === null ? stage : stage.slice(sweep.length + 1);
    group.points.push({ name, throughput, ms });
  }
  return [...groups.values()].filter((group) => group.points.length > 0);
}

function leftOut(points: readonly PageOperatingPoint[], index: number): HTMLElement[] {
  const out = points.filter(({ p95Ms }) => (p95Ms[index] ?? null) === null);
  if (out.length === 0) return [];
  return [
    element(
      'p',
      { class: 'note' },
      `Not drawn (p95 not measured, too few samples, or a failed request): ${out.map(labelOf).join('; ')}.`,
    ),
  ];
}
