import { element, type Child } from '../dom.ts';

/** A chart with its texts, for readers who see it and for screen readers. */
export interface FigureParts {
  readonly id: string;
  readonly title: string;
  /** What it shows, in a sentence or two. */
  readonly description: string;
  /** Above the plot: a legend, choices. */
  readonly controls?: readonly Child[];
  /** Below the plot: omissions, and the data as a table. */
  readonly notes?: readonly Child[];
  /** Keyboard help for the plot; absent when it is not interactive. */
  readonly keys?: string;
}

/** The elements of a figure: the plot goes into `host`. */
export interface Figure {
  readonly root: HTMLElement;
  readonly host: HTMLElement;
}

export function makeFigure(parts: FigureParts): Figure {
  const { id, title, description, controls = [], notes = [], keys } = parts;
  const headingId = `${id}-title`;
  const host = element('div', {
    class: 'plot',
    id: `${id}-plot`,
    role: keys === undefined ? 'img' : 'application',
    'aria-label':
      keys === undefined ? `${title}. ${description}` : `${title}, chart. ${description} ${keys}`,
    tabindex: keys === undefined ? undefined : 0,
  });
  const root = element(
    'figure',
    { id, 'aria-labelledby': headingId },
    element('h3', { id: headingId }, title),
    element('p', { class: 'caption' }, description),
    ...controls,
    host,
    ...notes,
  );
  return { root, host };
}

/** A folded table of the data, for screen readers and for exact numbers. */
export function dataTable(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): HTMLElement {
  return element(
    'details',
    { class: 'data-table' },
    element('summary', {}, `${caption} as a table`),
    tableOf(caption, head, rows),
  );
}

/**
 * A table in a frame that scrolls when wider than the page. On a narrow page each row becomes a card with the column
 * names in its cells. Roles are explicit, because that layout removes the table semantics in some browsers.
 */
export function tableOf(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly Child[])[],
): HTMLElement {
  const table = element(
    'table',
    { role: 'table' },
    element('caption', { class: 'visually-hidden' }, caption),
    element(
      'thead',
      {},
      element(
        'tr',
        { role: 'row' },
        ...head.map((text) => element('th', { scope: 'col', role: 'columnheader' }, text)),
      ),
    ),
    element(
      'tbody',
      {},
      ...rows.map((cells) =>
        element(
          'tr',
          { role: 'row' },
          ...cells.map((cell, index) =>
            index === 0
              ? element('th', { scope: 'row', role: 'rowheader' }, cell)
              : element('td', { role: 'cell', 'data-column': head[index] }, cell),
          ),
        ),
      ),
    ),
  );
  return element(
    'div',
    { class: 'table-frame', role: 'region', 'aria-label': `${caption}, table`, tabindex: 0 },
    table,
  );
}
