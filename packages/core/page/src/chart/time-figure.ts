import type uPlot from 'uplot';
import { element, fill, type Child } from '../dom.ts';
import { momentLabel } from '../data/format-axis.ts';
import { valueAt, type Line } from '../data/line.ts';
import type { TimeGroup } from '../data/time-group.ts';
import type { Theme } from '../theme.ts';
import { dataTable, makeFigure } from './figure.ts';
import { listenToClicks, listenToKeys, listenToWheel, TIME_KEYS } from './time-keys.ts';
import { makeLegend } from './legend.ts';
import { mountTimeChart, type TimeChart } from './time-chart.ts';

/** What a chart over time shows, with its texts. */
export interface TimeFigureOptions {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly lines: readonly Line[];
  readonly height: number;
  readonly axisFormat: (value: number) => string;
  readonly format: (value: number) => string;
  readonly increments: number[];
  readonly fromZero?: () => boolean;
  readonly decorate?: (plot: uPlot) => void;
  readonly controls?: readonly Child[];
  readonly notes?: readonly Child[];
}

/** A chart over time with its texts. */
export interface TimeFigure {
  readonly root: HTMLElement;
  /** Draws the chart; called once `root` is in the document. */
  readonly mount: () => TimeChart;
}

export function makeTimeFigure(
  options: TimeFigureOptions,
  group: TimeGroup,
  theme: Theme,
): TimeFigure {
  const { lines, format } = options;
  let chart: TimeChart | undefined;
  const legend = makeLegend(lines, theme, () => chart?.refresh());
  const spoken = element('p', { class: 'visually-hidden', 'aria-live': 'polite' });
  const { root, host } = makeFigure({
    id: options.id,
    title: options.title,
    description: options.description,
    keys: TIME_KEYS,
    controls: [...(options.controls ?? []), legend.root],
    notes: [spoken, ...(options.notes ?? []), summaryTable(options)],
  });
  const textsAt = (atMs: number | undefined): string[] =>
    lines.map((line) => {
      // Points have no value between them; the inspector lists the requests around a time.
      if (atMs === undefined || line.shape === 'points') return '';
      const value = valueAt(line, atMs);
      return Number.isNaN(value) ? '' : format(value);
    });
  const mount = (): TimeChart => {
    const made = mountTimeChart(
      host,
      {
        lines,
        height: options.height,
        format: options.axisFormat,
        increments: options.increments,
        fromZero: options.fromZero ?? (() => true),
        isHidden: legend.isHidden,
        ...(options.decorate === undefined ? {} : { decorate: options.decorate }),
      },
      group,
      theme,
    );
    chart = made;
    const stopListening = group.listen({ onCursor: (atMs) => legend.showValues(textsAt(atMs)) });
    listenToWheel(host, group);
    listenToClicks(host, group);
    listenToKeys(host, group, () => {
      const atMs = group.cursorMs;
      if (atMs === undefined) return;
      const readings = textsAt(atMs).flatMap((text, index) =>
        text === '' ? [] : [`${lines[index]?.label ?? ''} ${text}`],
      );
      fill(spoken, [momentLabel(atMs), ...readings].join(', '));
    });
    return {
      refresh: made.refresh,
      destroy: () => {
        stopListening();
        made.destroy();
      },
    };
  };
  return { root, mount };
}

/** Number of intervals in the summary table. */
const TABLE_ROWS = 24;

/** Each line at regular times over the run, with its minimum and maximum. */
function summaryTable({ title, lines, format }: TimeFigureOptions): HTMLElement {
  const firstMs = Math.min(...lines.map(({ timeMs }) => timeMs.at(0) ?? 0));
  const lastMs = Math.max(...lines.map(({ timeMs }) => timeMs.at(-1) ?? 0));
  const textOf = (value: number): string => (Number.isNaN(value) ? '—' : format(value));
  const levels = lines.filter(({ shape }) => shape !== 'points');
  const extremes = lines.map((line) => extremesOf(line));
  const rows = [
    ['Maximum', ...extremes.map(({ largest }) => textOf(largest))],
    ['Minimum', ...extremes.map(({ least }) => textOf(least))],
    ...(levels.length < lines.length
      ? []
      : Array.from({ length: TABLE_ROWS + 1 }, (_, index) => {
          const atMs = firstMs + ((lastMs - firstMs) * index) / TABLE_ROWS;
          return [momentLabel(atMs), ...lines.map((line) => textOf(valueAt(line, atMs)))];
        })),
  ];
  return dataTable(title, ['Time', ...lines.map(({ label }) => label)], rows);
}

function extremesOf({ value }: Line): { least: number; largest: number } {
  let least = Number.NaN;
  let largest = Number.NaN;
  for (const one of value) {
    if (Number.isNaN(one)) continue;
    if (!(one >= least)) least = one;
    if (!(one <= largest)) largest = one;
  }
  return { least, largest };
}
