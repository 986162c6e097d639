import { formatMs, formatNumber } from '../../../src/metric/format/format-value.ts';
import type { PageContextCurve, PageData } from '../../../src/report/page/page-data.ts';
import { dataTable, makeFigure } from '../chart/figure.ts';
import { makeLegend } from '../chart/legend.ts';
import { mountScatter } from '../chart/scatter.ts';
import type { TimeChart } from '../chart/time-chart.ts';
import { element } from '../dom.ts';
import type { Theme } from '../theme.ts';
import { reasonInstead, section } from './section.ts';

/** Time to load a context, or to switch to another, against its size. */
export function contextsSection(
  { contexts }: PageData,
  theme: Theme,
): { readonly root: HTMLElement; readonly mount: () => void } {
  if (contexts.length === 0) {
    const reason = 'No context load or transition was timed in this run.';
    return {
      root: section('contexts', 'Contexts', undefined, reasonInstead('Context curve', reason)),
      mount: () => {},
    };
  }
  const entries = contexts.map(({ label, recordedCount }, color) => ({
    label: `${label}, ${formatNumber(recordedCount)} requests`,
    color,
  }));
  let chart: TimeChart | undefined;
  const legend = makeLegend(entries, theme, () => chart?.refresh());
  const { root, host } = makeFigure({
    id: 'context-chart',
    title: 'TTFT against context size',
    description: `${pointsText(contexts)} Size: tokens that the engine kept or, if unknown, tokens sent.`,
    controls: [legend.root],
    notes: tableOfSizes(contexts),
  });
  return {
    root: section('contexts', 'Contexts', undefined, root),
    mount: () => {
      chart = mountScatter(host, contexts, legend, theme);
    },
  };
}

/** Maximum rows of the table; more would not be read. */
const MAX_ROWS = 60;

function pointsText(contexts: readonly PageContextCurve[]): string {
  const recorded = contexts.reduce((sum, { recordedCount }) => sum + recordedCount, 0);
  const kept = contexts.reduce((sum, { tokens }) => sum + tokens.length, 0);
  return kept === recorded
    ? 'One point per request.'
    : `One point for each of ${formatNumber(kept)} of ${formatNumber(recorded)} requests: the slowest and fastest of each stretch of equal count.`;
}

function tableOfSizes(contexts: readonly PageContextCurve[]): HTMLElement[] {
  const rows = contexts.flatMap(({ label, tokens, timesMs }) =>
    tokens.map((size, index) => [
      label,
      formatNumber(size),
      formatMs(timesMs[index] ?? Number.NaN),
    ]),
  );
  const head = ['Kind', 'Tokens', 'TTFT'];
  return [
    dataTable('TTFT by context size', head, rows.slice(0, MAX_ROWS)),
    ...(rows.length <= MAX_ROWS
      ? []
      : [
          element(
            'p',
            { class: 'note' },
            `The table has the first ${MAX_ROWS} of ${formatNumber(rows.length)} points.`,
          ),
        ]),
  ];
}
