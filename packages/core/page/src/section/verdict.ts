import type { PageData } from '../../../src/report/page/page-data.ts';
import { VERDICT_TITLES } from '../../../src/report/page/verdict-titles.ts';
import { element } from '../dom.ts';
import { SIGNS } from './badge.ts';

/** The verdict, its reason, and the facts of the run. */
export function verdictSection(data: PageData): HTMLElement {
  return element(
    'header',
    { class: `verdict ${data.status}` },
    element('p', { class: 'eyebrow' }, data.title),
    element(
      'div',
      { class: 'verdict-line' },
      element(
        'h1',
        {},
        element('span', { class: 'status-mark', 'aria-hidden': 'true' }, SIGNS[data.status]),
        VERDICT_TITLES[data.status],
      ),
      element('p', { class: 'verdict-text' }, data.verdictText),
    ),
    element(
      'dl',
      { class: 'facts' },
      ...[...data.facts, { name: 'Started', value: data.timestamp }].map(({ name, value }) =>
        element('div', {}, element('dt', {}, name), element('dd', {}, value)),
      ),
    ),
    ...(data.errors.length === 0
      ? []
      : [
          element(
            'ul',
            { class: 'errors' },
            ...data.errors.map((error) => element('li', {}, error)),
          ),
        ]),
  );
}
