import type {
  PageAdvice,
  PageData,
  PagePhase,
  PageRow,
} from '../../../src/report/html/page-data.ts';
import { tableOf } from '../chart/figure.ts';
import { breakable, element } from '../dom.ts';
import { section } from './section.ts';

/** Every criterion with its value, threshold and the room left, and what to do next. */
export function criteriaSection({ phases, skipped, advice }: PageData): HTMLElement {
  const judged = phases.flatMap((phase) => phase.criteria.map((row) => ({ phase, row })));
  // What was missed comes first; the rest stays in order.
  const rows = judged
    .toSorted((a, b) => Number(b.row.status === 'fail') - Number(a.row.status === 'fail'))
    .map(({ phase, row }) => criterionRow(phase, row));
  const table =
    rows.length === 0
      ? element('p', { class: 'reason' }, 'No criterion was judged in this run.')
      : tableOf(
          'Criteria',
          ['Criterion', 'Phase', 'Verdict', 'Value', 'Threshold', 'Margin', 'Remark'],
          rows,
        );
  return section(
    'criteria',
    'Criteria',
    undefined,
    phaseStrip(phases, skipped),
    table,
    ...nextSteps(advice),
  );
}

function phaseStrip(phases: readonly PagePhase[], skipped: PageData['skipped']): HTMLElement {
  return element(
    'ul',
    { class: 'phase-strip' },
    ...phases.map(({ name, status, durationText, errors }) =>
      element(
        'li',
        { class: status },
        element('strong', {}, name),
        ' ',
        badge(status),
        element('span', { class: 'muted' }, ` ${durationText}`),
        ...errors.map((error) => element('p', {}, error)),
      ),
    ),
    ...skipped
      .filter(({ phase }) => phases.every(({ name }) => name !== phase))
      .map(({ phase, reason }) =>
        element('li', { class: 'skipped' }, element('strong', {}, phase), ` skipped: ${reason}`),
      ),
  );
}

/** A verdict in a word, with a sign that does not rest on colour. */
export function badge(status: 'pass' | 'fail'): HTMLElement {
  return element('span', { class: `badge ${status}` }, status === 'pass' ? '✓ pass' : '✕ fail');
}

function criterionRow(phase: PagePhase, row: PageRow): (Node | string)[] {
  return [
    breakable(row.name),
    phase.name,
    row.status === 'unjudged' ? '' : badge(row.status),
    row.value,
    row.threshold,
    element('span', { class: 'margin' }, row.margin, marginBar(row)),
    element('span', { class: 'muted' }, row.remark),
  ];
}

/** The room left as a bar: from the middle to the right when it was met, to the left when it was missed. */
function marginBar({ marginShare }: PageRow): HTMLElement | string {
  if (marginShare === null) return '';
  const percent = Math.min(100, Math.abs(marginShare) * 100);
  const bar = element('span', {});
  // Of the half that it is in.
  bar.style.width = `${percent}%`;
  const side = marginShare < 0 ? 'missed' : 'met';
  return element('span', { class: `margin-bar ${side}`, 'aria-hidden': 'true' }, bar);
}

const SEVERITIES = {
  critical: '▲ critical',
  warning: '● warning',
  note: '○ note',
} as const;

function nextSteps(advice: PageData['advice']): HTMLElement[] {
  if (advice.length === 0) return [];
  return [
    element('h3', { id: 'next' }, 'What to do next'),
    element('ol', { class: 'advice' }, ...advice.map(adviceItem)),
  ];
}

function adviceItem(one: PageAdvice): HTMLElement {
  const { severity, phase, finding, evidence, anchor } = one;
  return element(
    'li',
    {},
    element('span', { class: `severity severity-${severity}` }, SEVERITIES[severity]),
    ' ',
    element('strong', {}, `${phase === null ? '' : `${phase}: `}${finding}.`),
    ` ${one.advice} `,
    element(
      'span',
      { class: 'evidence' },
      ...evidence.map(({ name, value }) =>
        element('span', {}, `${name} `, element('b', {}, value)),
      ),
      element('a', { href: `#${anchor}` }, 'See the evidence'),
    ),
  );
}
