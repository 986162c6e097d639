import type uPlot from 'uplot';
import { formatBytes } from '../../../../src/metric/format/format-value.ts';
import type { PageData, PageMemory, PageSeries } from '../../../../src/report/page/page-data.ts';
import { drawLabel, type LabelBox } from '../../chart/draw-label.ts';
import { choice } from '../../chart/choice.ts';
import { MEMORY_INCREMENTS } from '../../chart/plot.ts';
import { drawMark, type TimeChart } from '../../chart/time-chart.ts';
import { makeTimeFigure } from '../../chart/time-figure.ts';
import { bytesLabel } from '../../data/format-axis.ts';
import { lineFromSeries } from '../../data/line.ts';
import type { TimeGroup } from '../../data/time-group.ts';
import { element } from '../../dom.ts';
import { color, type Theme } from '../../theme.ts';
import { reasonInstead } from '../section.ts';
import { thinningNote } from '../thinning-note.ts';

/** One way to split memory into lines. */
interface MemoryView {
  readonly label: string;
  readonly series: readonly PageSeries[];
}

/** Memory over the run, in total, by kind and by process, with the peak of each phase marked. */
export function memoryFigure(
  data: PageData,
  group: TimeGroup,
  theme: Theme,
): { readonly root: HTMLElement; readonly mount: () => void } {
  const { memory } = data;
  if (memory.total === null) {
    const root = reasonInstead(
      'Memory',
      'Memory was not sampled in this run; see "Data quality" for the reason.',
    );
    return { root, mount: () => {} };
  }
  const views = viewsOf(memory, memory.total);
  const host = element('div', {});
  let chart: TimeChart | undefined;
  let isFromZero = true;
  const zero = element('input', { type: 'checkbox', checked: true });
  zero.addEventListener('change', () => {
    isFromZero = zero.checked;
    chart?.refresh();
  });
  const show = (view: MemoryView): void => {
    chart?.destroy();
    const figure = makeTimeFigure(
      {
        id: 'memory-chart',
        title: `Memory: ${view.label.toLowerCase()}`,
        description: 'Memory of the target; the RSS peak of each phase is marked.',
        lines: view.series.map(lineFromSeries),
        height: 280,
        axisFormat: bytesLabel,
        format: formatBytes,
        increments: MEMORY_INCREMENTS,
        fromZero: () => isFromZero,
        decorate: (plot) => drawPeaks(plot, memory.peaks),
        notes: [thinningNote(view.series), ...(view === views[0] ? [] : remarksOf(memory))],
      },
      group,
      theme,
    );
    host.replaceChildren(figure.root);
    chart = figure.mount();
  };
  const root = element(
    'div',
    { id: 'memory' },
    element(
      'div',
      { class: 'choices' },
      choice(
        'Memory',
        views.map((view) => ({ label: view.label, onChosen: () => show(view) })),
      ),
      element('label', { class: 'check' }, zero, 'Axis from zero'),
    ),
    host,
    peakList(memory),
  );
  const [first] = views;
  return { root, mount: () => (first === undefined ? undefined : show(first)) };
}

function viewsOf({ parts, processes }: PageMemory, total: PageSeries): MemoryView[] {
  return [
    { label: 'Total', series: [total] },
    ...(parts.length === 0 ? [] : [{ label: 'By kind', series: [total, ...parts] }]),
    ...(processes.length === 0 ? [] : [{ label: 'By process', series: processes }]),
  ];
}

function remarksOf({ remarks }: PageMemory): HTMLElement[] {
  return remarks.length === 0 ? [] : [element('p', { class: 'note' }, remarks.join(' '))];
}

function peakList({ peaks }: PageMemory): HTMLElement {
  return element(
    'ul',
    { class: 'peaks' },
    ...peaks.map(({ phase, text }) =>
      element('li', {}, element('strong', {}, `Peak of ${phase}: `), text),
    ),
  );
}

function drawPeaks(plot: uPlot, peaks: PageMemory['peaks']): void {
  const { min, max } = plot.scales['x'] ?? {};
  const shown = peaks
    .filter(({ atMs }) => atMs >= (min ?? 0) && atMs <= (max ?? 0))
    .toSorted((a, b) => b.bytes - a.bytes);
  const highest = Math.max(...peaks.map(({ bytes }) => bytes));
  const taken: LabelBox[] = [];
  for (const { atMs, bytes } of shown) {
    drawMark(plot, atMs, '--peak', [3, 3]);
    const x = plot.valToPos(atMs, 'x', true);
    const y = plot.valToPos(bytes, 'y', true);
    const { ctx } = plot;
    ctx.save();
    ctx.fillStyle = color('--peak');
    ctx.beginPath();
    ctx.arc(x, y, 4 * devicePixelRatio, 0, 2 * Math.PI);
    ctx.fill();
    ctx.restore();
    const text = `${bytes === highest ? 'peak ' : ''}${formatBytes(bytes)}`;
    // The highest peak is labeled first; a label that would overlap is omitted, and the list below the chart has it.
    taken.push(...drawLabel(plot, text, x, y, '--peak', taken));
  }
}
