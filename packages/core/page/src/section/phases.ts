import type {
  PageData,
  PagePhase,
  PageRow,
  PageStage,
} from '../../../src/report/page/page-data.ts';
import { tableOf } from '../chart/figure.ts';
import { element } from '../dom.ts';
import { badge } from './badge.ts';
import { section } from './section.ts';

/** Every metric of every phase and stage, with its value or the reason it is missing. */
export function metricsSection({ phases }: PageData): HTMLElement {
  return section(
    'metrics',
    'Every metric',
    undefined,
    ...(phases.length === 0
      ? [element('p', { class: 'reason' }, 'No phase started.')]
      : phases.map(phaseBlock)),
  );
}

function phaseBlock(
  { name, status, durationText, metrics, serverMemory, stages }: PagePhase,
  index: number,
): HTMLElement {
  return element(
    'details',
    { open: index === 0, class: 'phase-metrics' },
    element('summary', {}, element('strong', {}, name), ' ', badge(status), ` ${durationText}`),
    metricsTable(name, metrics),
    ...memoryTable(serverMemory),
    ...stages.map((stage) => stageBlock(name, stage)),
  );
}

function metricsTable(name: string, metrics: readonly PageRow[]): HTMLElement {
  return tableOf(
    `Metrics of ${name}`,
    ['Metric', 'Value', 'Remark'],
    metrics.map((row) => [row.name, row.value, element('span', { class: 'muted' }, row.remark)]),
  );
}

/** A sweep has many levels, so they stay folded. */
function stageBlock(
  phase: string,
  { name, load, level, status, metrics, groups }: PageStage,
): HTMLElement {
  const title = `${phase}, ${name}`;
  const verdict =
    level === null ? badge(status) : badge(status, level.isMet ? 'SLOs met' : 'SLOs missed');
  return element(
    'details',
    { open: level === null, class: 'stage-metrics', id: `metrics-${phase}-${name}` },
    element('summary', {}, element('strong', {}, title), ' ', verdict, ` ${load}`),
    tableOf(
      `Metrics of ${title}`,
      ['Metric', 'Value', 'p50', 'p95', 'p99', 'max', 'Remark'],
      metrics.map((row) => [
        row.name,
        row.value,
        ...row.percentiles,
        element('span', { class: 'muted' }, row.remark),
      ]),
    ),
    ...groups.map(({ by, head, rows }) => tableOf(`Metrics of ${title} by ${by}`, head, rows)),
  );
}

/** Empty when the server does not report its memory. */
function memoryTable(memory: PagePhase['serverMemory']): HTMLElement[] {
  if (memory === null) return [];
  const { title, head, rows } = memory;
  return [element('h3', {}, title), tableOf(title, head, rows)];
}

/** The data quality of each phase and stage. */
export function trustSection({ phases, omittedEvents }: PageData): HTMLElement {
  return section(
    'dataQuality',
    'Data quality',
    'Measurement windows, sampler, client, and metrics that were not measured.',
    ...phases.map(({ name, dataQuality, stages }) =>
      element(
        'div',
        { class: 'data-quality' },
        element('h3', {}, name),
        element('ul', {}, ...dataQuality.map((line) => element('li', {}, line))),
        ...stages.flatMap((stage) => [
          element('h4', { id: `dataQuality-${name}-${stage.name}` }, `${name}, ${stage.name}`),
          element('ul', {}, ...stage.dataQuality.map((line) => element('li', {}, line))),
        ]),
      ),
    ),
    omittedEvents === 0
      ? undefined
      : element(
          'p',
          { class: 'note' },
          `${omittedEvents === 1 ? '1 later event or span is' : `${omittedEvents} later events and spans are`} omitted from this file; events.jsonl holds all.`,
        ),
  );
}

/** Failed requests by kind, most frequent first. */
export function errorsSection({ phases }: PageData): HTMLElement {
  const failures = phases
    .flatMap(({ name: phase, failures: ofNoStage, stages }) => [
      ...stages.flatMap((stage) =>
        stage.failures.map((one) => ({ phase, stage: stage.name, ...one })),
      ),
      ...ofNoStage.map((one) => ({ phase, stage: '', ...one })),
    ])
    .toSorted((a, b) => b.count - a.count);
  const most = failures.reduce((largest, { count }) => Math.max(largest, count), 1);
  const content =
    failures.length === 0
      ? element('p', { class: 'reason' }, 'No request failed.')
      : tableOf(
          'Failed requests by kind',
          ['Kind', 'Phase', 'Stage', 'Requests', 'First message'],
          failures.map(({ kind, phase, stage, count, inWarmup, example }) => [
            kind,
            phase,
            stage,
            countBar(count, most, inWarmup),
            example,
          ]),
        );
  return section('errors', 'Errors', undefined, content);
}

function countBar(count: number, most: number, inWarmup = 0): HTMLElement {
  const bar = element('span', { class: 'count-bar', 'aria-hidden': 'true' });
  bar.style.width = `${Math.max(2, (count / most) * 120)}px`;
  const apart = inWarmup === 0 ? '' : ` (${inWarmup.toLocaleString('en-US')} in warm-up)`;
  return element('span', { class: 'count' }, bar, `${count.toLocaleString('en-US')}${apart}`);
}

/** The environment of the run. */
export function environmentSection({ environment }: PageData): HTMLElement {
  const content =
    environment.length === 0
      ? element('p', { class: 'reason' }, 'The environment was not recorded.')
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

/** The definition of every metric shown. */
export function glossarySection({ glossary }: PageData): HTMLElement {
  return section(
    'definitions',
    'Definitions',
    undefined,
    tableOf(
      'Metric definitions',
      ['Metric', 'Unit', 'Definition', 'Formula'],
      glossary.map(({ name, unit, description, formula }) => [
        name,
        unit,
        description,
        element('code', {}, formula),
      ]),
    ),
  );
}
