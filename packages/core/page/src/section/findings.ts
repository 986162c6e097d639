import type { PageAdvice, PageData } from '../../../src/report/page/page-data.ts';
import { element } from '../dom.ts';
import { section } from './section.ts';

const SEVERITIES = {
  critical: '▲ critical',
  warning: '● warning',
  note: '○ note',
} as const;

/** Findings with their advice, most severe first. */
export function findingsSection({ advice }: PageData): HTMLElement {
  return section(
    'findings',
    'Findings',
    undefined,
    advice.length === 0
      ? element('p', { class: 'reason' }, 'No findings.')
      : element('ol', { class: 'advice' }, ...advice.map(adviceItem)),
  );
}

function adviceItem(one: PageAdvice): HTMLElement {
  const { severity, phase, stage, finding, evidence, anchor } = one;
  const about = [phase, stage].filter((name) => name !== null).join(', ');
  return element(
    'li',
    {},
    element('span', { class: `severity severity-${severity}` }, SEVERITIES[severity]),
    ' ',
    element('strong', {}, `${about === '' ? '' : `${about}: `}${finding}.`),
    ` ${one.advice} `,
    element(
      'span',
      { class: 'evidence' },
      ...evidence.map(({ name, value }) =>
        element('span', {}, `${name} `, element('b', {}, value)),
      ),
      element('a', { href: `#${anchor}` }, 'Show the evidence'),
    ),
  );
}
