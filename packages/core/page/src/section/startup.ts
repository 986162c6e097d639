import type { PageData, PageStartup } from '../../../src/report/page/page-data.ts';
import { element } from '../dom.ts';
import { section } from './section.ts';

/** Start-up of each server that the run started, one table per phase; undefined when it started none. */
export function startupSection({ startups }: PageData): HTMLElement | undefined {
  if (startups.length === 0) return undefined;
  return section(
    'startup',
    'Start-up',
    'Times from the start of the command; sampling begins at its first instruction.',
    ...startups.map(startupFigure),
  );
}

function startupFigure({ phase, command, facts, steps }: PageStartup): HTMLElement {
  return element(
    'figure',
    { 'aria-label': `Start-up in ${phase}` },
    element('h3', {}, phase),
    element('p', {}, element('code', {}, command)),
    element(
      'div',
      {
        class: 'table-frame',
        role: 'region',
        'aria-label': `Start-up in ${phase}, table`,
        tabindex: 0,
      },
      element(
        'table',
        {},
        element('caption', { class: 'visually-hidden' }, `Start-up steps in ${phase}`),
        element(
          'thead',
          {},
          element(
            'tr',
            {},
            ...['Step', 'After', 'Memory'].map((name) => element('th', { scope: 'col' }, name)),
          ),
        ),
        element(
          'tbody',
          {},
          ...steps.map(({ name, timeText, memoryText }) =>
            element(
              'tr',
              {},
              element('th', { scope: 'row' }, name),
              element('td', { class: 'number' }, timeText),
              element('td', { class: 'number' }, memoryText),
            ),
          ),
        ),
      ),
    ),
    element('p', {}, `${facts.join('; ')}.`),
  );
}
