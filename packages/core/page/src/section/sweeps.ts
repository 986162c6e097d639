import { formatMs } from '../../../src/metric/format-value.ts';
import type { PageData, PageLoadCurve } from '../../../src/report/html/page-data.ts';
import { dataTable, makeFigure } from '../chart/figure.ts';
import { makeLegend } from '../chart/legend.ts';
import { mountSweepCurve, type SweepLine } from '../chart/sweep-curve.ts';
import { msLabel, numberLabel } from '../data/format-axis.ts';
import { element } from '../dom.ts';
import type { Theme } from '../theme.ts';
import { section } from './section.ts';

/** What a sweep over rates or concurrencies came to, with the knee marked; nothing where there was none. */
export function sweepsSection(
  { loadCurves }: PageData,
  theme: Theme,
): { readonly root: HTMLElement | undefined; readonly mount: () => void } {
  if (loadCurves.length === 0) return { root: undefined, mount: () => {} };
  const blocks = loadCurves.map((curve, index) => sweepBlock(curve, index, theme));
  return {
    root: section('sweep', 'How much load it bears', undefined, ...blocks.map(({ root }) => root)),
    mount: () => {
      for (const block of blocks) block.mount();
    },
  };
}

function sweepBlock(
  curve: PageLoadCurve,
  index: number,
  theme: Theme,
): { readonly root: HTMLElement; readonly mount: () => void } {
  const { objectives, levels, phase, summary } = curve;
  const latency = plotOf(curve, theme, {
    id: `sweep-latency-${index}`,
    title: `${phase}: p95 of each objective`,
    description: 'At each level that was tried; the limit of each objective is drawn as a line.',
    format: msLabel,
    lines: objectives.map(({ name, limitMs }, place) => ({
      label: `${name}, at most ${formatMs(limitMs)}`,
      values: levels.map(({ p95Ms }) => p95Ms[place] ?? null),
      limit: limitMs,
    })),
  });
  const throughput = plotOf(curve, theme, {
    id: `sweep-throughput-${index}`,
    title: `${phase}: answered and good requests a second`,
    description:
      'Good requests kept every objective: where the lines part, the host is past its knee.',
    format: numberLabel,
    lines: [
      { label: 'answered', values: levels.map((one) => one.answeredPerSecond) },
      { label: 'good', values: levels.map((one) => one.goodPerSecond) },
    ],
  });
  return {
    root: element(
      'div',
      {},
      element('p', {}, summary),
      element('div', { class: 'side-by-side' }, latency.root, throughput.root),
      dataTable(`Sweep of ${phase}`, [...curve.head.slice(0, -1), 'objectives'], curve.rows),
    ),
    mount: () => {
      latency.mount();
      throughput.mount();
    },
  };
}

interface SweepPlot {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly format: (value: number) => string;
  readonly lines: readonly SweepLine[];
}

function plotOf(
  curve: PageLoadCurve,
  theme: Theme,
  { id, title, description, format, lines }: SweepPlot,
): { readonly root: HTMLElement; readonly mount: () => void } {
  let refresh: (() => void) | undefined;
  const entries = lines.map(({ label }, color) => ({ label, color }));
  const legend = makeLegend(entries, theme, () => refresh?.());
  const { root, host } = makeFigure({ id, title, description, controls: [legend.root] });
  const mount = (): void => {
    refresh = mountSweepCurve(host, { curve, lines, format }, legend, theme).refresh;
  };
  return { root, mount };
}
