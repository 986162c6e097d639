import { formatMs } from '../../../src/metric/format/format-value.ts';
import type { PageData, PageLoadCurve } from '../../../src/report/page/page-data.ts';
import { dataTable, makeFigure } from '../chart/figure.ts';
import { makeLegend } from '../chart/legend.ts';
import { mountSweepCurve, type SweepLine } from '../chart/sweep-curve.ts';
import { msLabel, numberLabel } from '../data/format-axis.ts';
import { element } from '../dom.ts';
import type { Theme } from '../theme.ts';
import { section } from './section.ts';

/** Each sweep, drawn from its stages, with the highest level that met the SLOs; no root without a sweep. */
export function sweepsSection(
  { loadCurves }: PageData,
  theme: Theme,
): { readonly root: HTMLElement | undefined; readonly mount: () => void } {
  if (loadCurves.length === 0) return { root: undefined, mount: () => {} };
  const blocks = loadCurves.map((curve, index) => sweepBlock(curve, index, theme));
  return {
    root: section('sweep', 'Capacity', undefined, ...blocks.map(({ root }) => root)),
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
  const { slos, levels, phase, sweep, summary } = curve;
  const name = `${phase}, ${sweep}`;
  const latency = plotOf(curve, theme, {
    id: `sweep-latency-${index}`,
    title: `${name}: p95 by level`,
    description: 'p95 at each tested level; a dotted line marks each SLO.',
    format: msLabel,
    lines: slos.map((slo, place) => ({
      label: `${slo.label}, SLO ${formatMs(slo.limitMs)}`,
      values: levels.map(({ p95Ms }) => p95Ms[place] ?? null),
      limit: slo.limitMs,
    })),
  });
  const throughput = plotOf(curve, theme, {
    id: `sweep-throughput-${index}`,
    title: `${name}: throughput and goodput, req/s`,
    description:
      'Goodput counts only requests that met every SLO. Where it is below throughput, requests fail or miss an SLO.',
    format: numberLabel,
    lines: [
      { label: 'throughput', values: levels.map((one) => one.throughput) },
      { label: 'goodput', values: levels.map((one) => one.goodput) },
    ],
  });
  return {
    root: element(
      'div',
      {},
      element('p', {}, summary),
      element(
        'div',
        { class: 'side-by-side' },
        slos.length === 0 ? undefined : latency.root,
        throughput.root,
      ),
      dataTable(`Sweep of ${name}`, curve.head, curve.rows),
    ),
    mount: () => {
      if (slos.length > 0) latency.mount();
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
