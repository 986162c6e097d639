import { formatMs } from '../../../src/metric/format/format-value.ts';
import type { PageData, PageSwitchCell } from '../../../src/report/page/page-data.ts';
import { element } from '../dom.ts';
import { reasonInstead, section } from './section.ts';

/** Number of shades in the heat map. */
const SHADES = 6;

/** Time of each model switch, as one heat map per phase. */
export function switchesSection({ switches }: PageData): HTMLElement {
  const phases = [...new Set(switches.map(({ phase }) => phase))];
  const content =
    phases.length === 0
      ? [reasonInstead('Switch matrix', 'No model switch was timed in this run.')]
      : phases.map((phase) =>
          matrix(
            phase,
            switches.filter((one) => one.phase === phase),
          ),
        );
  return section(
    'switches',
    'Model switches',
    undefined,
    element('div', { class: 'side-by-side' }, ...content),
  );
}

function matrix(phase: string, cells: readonly PageSwitchCell[]): HTMLElement {
  const models = [...new Set(cells.flatMap(({ from, to }) => [from, to]))].toSorted();
  const averages = cells.map(({ averageMs }) => averageMs);
  const least = Math.min(...averages);
  const largest = Math.max(...averages);
  const shadeOf = (ms: number): number =>
    largest === least
      ? 1
      : Math.min(SHADES - 1, Math.floor(((ms - least) / (largest - least)) * SHADES));
  const row = (from: string): HTMLElement =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, from),
      ...models.map((to) => {
        const cell = cells.find((one) => one.from === from && one.to === to);
        if (cell === undefined) return element('td', { class: 'heat none' }, '—');
        return element(
          'td',
          { class: `heat heat-${shadeOf(cell.averageMs)}` },
          element('strong', {}, formatMs(cell.averageMs)),
          element(
            'span',
            {},
            cell.count === 1
              ? '1 switch'
              : `${cell.count} switches, ${formatMs(cell.minMs)} to ${formatMs(cell.maxMs)}`,
          ),
        );
      }),
    );
  return element(
    'figure',
    { 'aria-label': `Switch matrix of ${phase}` },
    element('h3', {}, `${phase}: from (row) to (column)`),
    element(
      'div',
      {
        class: 'table-frame',
        role: 'region',
        'aria-label': `Switch matrix of ${phase}, table`,
        tabindex: 0,
      },
      element(
        'table',
        { class: 'heat-map' },
        element(
          'caption',
          { class: 'visually-hidden' },
          `Average model switch time in ${phase}, from the row's model to the column's`,
        ),
        element(
          'thead',
          {},
          element(
            'tr',
            {},
            element('td', {}),
            ...models.map((to) => element('th', { scope: 'col' }, to)),
          ),
        ),
        element(
          'tbody',
          {},
          ...models.filter((from) => cells.some((one) => one.from === from)).map(row),
        ),
      ),
    ),
  );
}
