import type { PageData, PagePhase } from '../../../src/report/html/page-data.ts';
import { tableOf } from '../chart/figure.ts';
import { element } from '../dom.ts';
import { badge } from './criteria.ts';
import { section } from './section.ts';

/** Every metric of every phase, with its value or the reason why there is none. */
export function metricsSection({ phases }: PageData): HTMLElement {
  return section(
    'metrics',
    'Every metric',
    undefined,
    ...(phases.length === 0
      ? [element('p', { class: 'reason' }, 'No phase was begun.')]
      : phases.map(phaseBlock)),
  );
}

function phaseBlock(
  { name, status, metrics, serverMemory }: PagePhase,
  index: number,
): HTMLElement {
  return element(
    'details',
    { open: index === 0, class: 'phase-metrics' },
    element('summary', {}, element('strong', {}, name), ' ', badge(status)),
    tableOf(
      `Metrics of ${name}`,
      ['Metric', 'Value', 'Remark'],
      metrics.map((row) => [row.name, row.value, element('span', { class: 'muted' }, row.remark)]),
    ),
    ...memoryTable(serverMemory),
  );
}

/** Nothing where the server does not report it. */
function memoryTable(memory: PagePhase['serverMemory']): HTMLElement[] {
  if (memory === null) return [];
  const { title, head, rows } = memory;
  return [element('h3', {}, title), tableOf(title, head, rows)];
}

/** How far the figures can be trusted, phase by phase. */
export function trustSection({ phases, omittedEvents }: PageData): HTMLElement {
  return section(
    'honesty',
    'How far to trust it',
    'What the sampler and the client say of themselves, and what was not measured.',
    ...phases.map(({ name, honesty }) =>
      element(
        'div',
        { class: 'honesty' },
        element('h3', {}, name),
        element('ul', {}, ...honesty.map((line) => element('li', {}, line))),
      ),
    ),
    omittedEvents === 0
      ? undefined
      : element(
          'p',
          { class: 'note' },
          `${omittedEvents} later events and stretches are not in this file; events.jsonl holds all.`,
        ),
  );
}

/** Failed requests by kind, the most frequent first. */
export function errorsSection({ phases }: PageData): HTMLElement {
  const failures = phases.flatMap(({ name, failures: kinds }) =>
    kinds.map((kind) => ({ phase: name, ...kind })),
  );
  const most = failures.reduce((largest, { count }) => Math.max(largest, count), 1);
  const content =
    failures.length === 0
      ? element('p', { class: 'reason' }, 'No request failed.')
      : tableOf(
          'Failed requests by kind',
          ['Kind', 'Phase', 'Requests', 'The first said'],
          failures.map(({ kind, phase, count, example }) => [
            kind,
            phase,
            countBar(count, most),
            example,
          ]),
        );
  return section('errors', 'Errors', undefined, content);
}

function countBar(count: number, most: number): HTMLElement {
  const bar = element('span', { class: 'count-bar', 'aria-hidden': 'true' });
  bar.style.width = `${Math.max(2, (count / most) * 120)}px`;
  return element('span', { class: 'count' }, bar, count.toLocaleString('en-US'));
}

/** What the run ran on. */
export function environmentSection({ environment }: PageData): HTMLElement {
  const content =
    environment.length === 0
      ? element('p', { class: 'reason' }, 'Nothing was kept of the machine.')
      : element(
          'dl',
          { class: 'environment' },
          ...environment.flatMap(({ name, value }) => [
            element('dt', {}, name),
            element('dd', {}, value),
          ]),
        );
  return section('environment', 'Environment', undefined, content);
}

/** The one definition of every metric that is shown. */
export function glossarySection({ glossary }: PageData): HTMLElement {
  return section(
    'definitions',
    'Definitions',
    undefined,
    tableOf(
      'Definitions of the metrics',
      ['Metric', 'Unit', 'What it is', 'Formula'],
      glossary.map(({ name, unit, description, formula }) => [
        name,
        unit,
        description,
        element('code', {}, formula),
      ]),
    ),
  );
}
