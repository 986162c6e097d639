import type { ComparisonPageData } from '../../src/compare/comparison-page-data.ts';
import { formatBytes } from '../../src/metric/format/format-value.ts';
import { tableOf } from './chart/figure.ts';
import { MEMORY_INCREMENTS } from './chart/plot.ts';
import { makeTimeFigure } from './chart/time-figure.ts';
import { bytesLabel } from './data/format-axis.ts';
import { lineFromSeries } from './data/line.ts';
import { TimeGroup } from './data/time-group.ts';
import { element } from './dom.ts';
import { distributionsSection } from './section/distributions.ts';
import { reasonInstead, section } from './section/section.ts';
import { thinningNote } from './section/thinning-note.ts';
import { Theme } from './theme.ts';

const HEAD = ['Metric', 'Base', 'Candidate', 'Change', 'Interval', 'Verdict', 'Remark'] as const;

function listOf(title: string, items: readonly string[]): HTMLElement | undefined {
  if (items.length === 0) return undefined;
  return element(
    'div',
    {},
    element('p', {}, title),
    element('ul', {}, ...items.map((item) => element('li', {}, item))),
  );
}

function candidateSection(
  { title, mismatches, changes, settings, places }: ComparisonPageData['candidates'][number],
  index: number,
): HTMLElement {
  const tables = places.flatMap(({ place, rows }) => [
    element('h3', {}, place),
    tableOf(
      `${place}: verdicts`,
      HEAD,
      rows.map(({ name, base, candidate, change, interval, verdict, remark }) => [
        name,
        base,
        candidate,
        change,
        interval,
        verdict === 'worse' || verdict === 'better' ? element('strong', {}, verdict) : verdict,
        remark,
      ]),
    ),
  ]);
  return section(
    `candidate-${index + 1}`,
    title,
    undefined,
    listOf('Mismatch (allowed):', mismatches),
    listOf('Other differences:', changes),
    listOf('Server settings that differ:', settings),
    ...tables,
  );
}

/** Memory of each phase: one line per run, one color per side. */
function memorySection(
  { memory }: ComparisonPageData,
  theme: Theme,
): { readonly root: HTMLElement; readonly mount: () => void } {
  const drawn = memory.filter(({ lines }) => lines.length > 0);
  const figures = drawn.map(({ phase, durationMs, lines }, index) =>
    makeTimeFigure(
      {
        id: `memory-${index + 1}`,
        title: `Memory in ${phase}`,
        description: 'RSS of each run, from the start of the phase.',
        lines: lines.map(({ side, series }) => lineFromSeries(series, side)),
        height: 300,
        axisFormat: bytesLabel,
        format: formatBytes,
        increments: MEMORY_INCREMENTS,
        notes: [thinningNote(lines.map(({ series }) => series))],
      },
      new TimeGroup(durationMs),
      theme,
    ),
  );
  const root = section(
    'memory',
    'Memory',
    'All runs overlaid, phase by phase.',
    ...(figures.length === 0
      ? [reasonInstead('Memory', 'These runs did not sample memory.')]
      : figures.map((figure) => figure.root)),
  );
  return {
    root,
    mount: () => {
      for (const figure of figures) figure.mount();
    },
  };
}

/** Builds the comparison page from its embedded data. */
function buildPage(host: HTMLElement, data: ComparisonPageData): void {
  const theme = new Theme();
  const distributions = distributionsSection(data, theme);
  const memory = memorySection(data, theme);
  host.replaceChildren(
    element('a', { class: 'skip', href: '#main' }, 'Skip to the comparison'),
    element('div', { class: 'top-bar' }, theme.toggle()),
    element(
      'main',
      { id: 'main', tabindex: -1 },
      element(
        'header',
        { class: `verdict ${data.isWorse ? 'fail' : 'pass'}` },
        element('p', { class: 'eyebrow' }, data.title),
        element('h1', {}, data.outcome),
      ),
      ...data.candidates.map(candidateSection),
      distributions.root,
      memory.root,
      section(
        'method',
        'How to read it',
        undefined,
        ...data.method.map((line) => element('p', {}, line)),
      ),
    ),
    element('footer', {}, 'Made by Loadcell from the recorded data of the runs. Works offline.'),
  );
  // Plots measure their host element, so they are mounted last.
  distributions.mount();
  memory.mount();
}

const host = document.getElementById('report');
const text = document.getElementById('report-data')?.textContent;
if (host !== null && text !== undefined && text !== null) {
  const data: ComparisonPageData = JSON.parse(text);
  buildPage(host, data);
}
