import { formatMs, formatNumber } from '../../../src/metric/format/format-value.ts';
import type { PageData, PageDistributions } from '../../../src/report/page/page-data.ts';
import { choice } from '../chart/choice.ts';
import { dataTable, makeFigure } from '../chart/figure.ts';
import { makeLegend } from '../chart/legend.ts';
import { mountHistogram } from '../chart/histogram.ts';
import type { TimeChart } from '../chart/time-chart.ts';
import { mountPercentileCurve } from '../chart/percentile-curve.ts';
import { element } from '../dom.ts';
import type { Theme } from '../theme.ts';
import { reasonInstead, section } from './section.ts';

/** The metric shown first. */
const FIRST = 'responseLatency';

/** Latency distribution of each metric by stage: percentiles up to the tail, and a histogram. */
export function distributionsSection(
  { distributions }: Pick<PageData, 'distributions'>,
  theme: Theme,
): { readonly root: HTMLElement; readonly mount: () => void } {
  const ordered = distributions.toSorted(
    (a, b) => Number(b.metric === FIRST) - Number(a.metric === FIRST),
  );
  const [first] = ordered;
  if (first === undefined) {
    const reason = 'No latency was measured; the tables of metrics list the reasons.';
    return {
      root: section('latency', 'Latency', undefined, reasonInstead('Distributions', reason)),
      mount: () => {},
    };
  }
  const host = element('div', {});
  let takeDown: (() => void) | undefined;
  const show = (one: PageDistributions): void => {
    takeDown?.();
    takeDown = showDistribution(host, one, theme);
  };
  const root = section(
    'latency',
    'Latency',
    'Latency distributions up to the tail: requests by stage, model loads and contexts by phase.',
    metricChoice(ordered, show),
    host,
  );
  return { root, mount: () => show(first) };
}

/** Radio buttons while they fit, otherwise a drop-down list. */
function metricChoice(
  all: readonly PageDistributions[],
  show: (one: PageDistributions) => void,
): HTMLElement | undefined {
  if (all.length <= 4) {
    return choice(
      'Metric',
      all.map((one) => ({ label: one.metric, onChosen: () => show(one) })),
    );
  }
  const select = element(
    'select',
    { id: 'metric-choice' },
    ...all.map(({ metric }, index) => element('option', { value: index }, metric)),
  );
  select.addEventListener('change', () => {
    const one = all[Number(select.value)];
    if (one !== undefined) show(one);
  });
  return element(
    'div',
    { class: 'choices' },
    element('label', { for: 'metric-choice' }, 'Metric'),
    select,
  );
}

function showDistribution(host: HTMLElement, one: PageDistributions, theme: Theme): () => void {
  const { metric, description, formula, phases } = one;
  const entries = phases.map(({ phase, count }, color) => ({
    label: `${phase}, ${formatNumber(count)} values`,
    color,
  }));
  const plots: TimeChart[] = [];
  const legend = makeLegend(entries, theme, () => {
    for (const plot of plots) plot.refresh();
  });
  const curve = makeFigure({
    id: 'percentile-chart',
    title: `${metric}: percentiles`,
    description:
      'Each further nine on the axis (p90, p99, p99.9) has the same width, so that the tail is as visible as the median.',
    notes: [...failedNote(one), percentileTable(one)],
  });
  const histogram = makeFigure({
    id: 'histogram-chart',
    title: `${metric}: histogram`,
    description: 'Values per bin.',
    notes: [binTable(one)],
  });
  host.replaceChildren(
    element('p', {}, description, ' ', element('code', {}, formula)),
    legend.root,
    element('div', { class: 'side-by-side' }, curve.root, histogram.root),
  );
  plots.push(
    mountPercentileCurve(curve.host, one, legend, theme),
    mountHistogram(histogram.host, one, legend, theme),
  );
  return () => {
    for (const plot of plots) plot.destroy();
  };
}

function failedNote({ phases }: PageDistributions): HTMLElement[] {
  return phases
    .filter(({ failed }) => failed > 0)
    .map(({ phase, failed, count }) =>
      element(
        'p',
        { class: 'note' },
        `${phase}: ${formatNumber(failed)} of ${formatNumber(count)} failed and count as infinitely slow; the curve ends before them.`,
      ),
    );
}

const TABLE_SHARES = [0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1] as const;

function percentileTable({ metric, phases }: PageDistributions): HTMLElement {
  const rows = TABLE_SHARES.map((share) => [
    share === 1 ? 'max' : `p${Number((share * 100).toFixed(1))}`,
    ...phases.map(({ shares, valuesMs, count }) => {
      // A percentile needs a value above it: the p99 of 20 values is their maximum.
      if (share < 1 && share > 0.5 && count * (1 - share) < 1) return '—';
      const index = shares.findIndex((one) => one >= share);
      return index < 0 ? 'failed' : `≤ ${formatMs(valuesMs[index] ?? Number.NaN)}`;
    }),
  ]);
  return dataTable(
    `${metric}: percentiles`,
    ['Percentile', ...phases.map(({ phase }) => phase)],
    rows,
  );
}

function binTable({ metric, phases, binEdgesMs }: PageDistributions): HTMLElement {
  const rows = binEdgesMs
    .slice(0, -1)
    .map((edge, index) => [
      `${formatMs(edge)} to ${formatMs(binEdgesMs[index + 1] ?? Number.NaN)}`,
      ...phases.map(({ binCounts }) => formatNumber(binCounts[index] ?? 0)),
    ]);
  return dataTable(`${metric}: histogram`, ['Bin', ...phases.map(({ phase }) => phase)], rows);
}
