import type {
  PageData,
  PagePhase,
  PageRow,
  PageStage,
} from '../../../src/report/page/page-data.ts';
import { tableOf } from '../chart/figure.ts';
import { element, type Child } from '../dom.ts';
import type { Theme } from '../theme.ts';
import { badge } from './badge.ts';
import { operatingFigure } from './operating-points.ts';
import { section } from './section.ts';

const HEAD = [
  'Phase',
  'Stage',
  'Load',
  'Verdict',
  'Requests',
  'Throughput',
  'TTFT p50',
  'TTFT p99',
  'TPOT p50',
  'End-to-end p50',
  'End-to-end p99',
  'Failures',
  'Memory peak',
] as const;

/** The metrics of every stage with its missed criteria, and the curve of throughput against latency. */
export function stagesSection(
  data: PageData,
  theme: Theme,
): { readonly root: HTMLElement; readonly mount: () => void } {
  const rows = [
    ...data.phases.flatMap(phaseRows),
    ...data.skipped
      .filter(({ phase }) => data.phases.every(({ name }) => name !== phase))
      .map(({ phase, reason }) => rowOf(phase, '', '', [`skipped: ${reason}`])),
  ];
  const curve = operatingFigure(data, theme);
  const table =
    rows.length === 0
      ? element('p', { class: 'reason' }, 'No phase started.')
      : element('div', { class: 'stage-table' }, tableOf('Stages', HEAD, rows));
  return {
    root: section('stages', 'Stages', undefined, table, emptyNote(data), curve?.root),
    mount: () => curve?.mount(),
  };
}

function phaseRows(phase: PagePhase): Child[][] {
  const { name, stages, stagesNotRun, errors, criteria } = phase;
  const isEmpty = stages.length === 0 && stagesNotRun.length === 0;
  const isMissed = errors.length > 0 || criteria.some(isMissedRow);
  return [
    ...(isEmpty || isMissed ? [wholeRow(phase)] : []),
    ...stages
      .filter(({ level }) => level === null || level.isBest)
      .map((stage) => stageRow(name, stage, stages)),
    ...stagesNotRun.map((one) =>
      rowOf(name, one.name, '', [
        errors.includes(one.reason) ? 'not run' : `not run: ${one.reason}`,
        missedList(missedItems(one.criteria)),
      ]),
    ),
  ];
}

/** The criteria that the whole phase missed, and its errors. */
function wholeRow({ name, status, memoryPeak, criteria, errors }: PagePhase): Child[] {
  const missed = [...errors.map((error) => element('li', {}, error)), ...missedItems(criteria)];
  return rowOf(name, 'whole phase', '', [badge(status), missedList(missed)], { memoryPeak });
}

function stageRow(phase: string, stage: PageStage, stages: readonly PageStage[]): Child[] {
  const { name, level, load, ending, status, criteria, figures } = stage;
  const verdict =
    level === null ? badge(status) : badge(status, level.isMet ? 'SLOs met' : 'SLOs missed');
  return rowOf(
    phase,
    level === null ? name : level.sweep,
    level === null ? load : levelText(stage, stages),
    [
      verdict,
      ending === '' ? undefined : element('span', { class: 'muted second' }, ending),
      missedList(missedItems(criteria)),
    ],
    figures,
  );
}

/** A sweep has one row here, for its representative level; its section shows all levels. */
function levelText({ level, load }: PageStage, stages: readonly PageStage[]): string {
  const count = stages.filter((one) => one.level?.sweep === level?.sweep).length;
  const levels = `${count} ${count === 1 ? 'level' : 'levels'}`;
  return level?.isMet === true
    ? `${load}: highest met of ${levels}`
    : `${load}: lowest of ${levels}, none met`;
}

function rowOf(
  phase: string,
  stage: string,
  load: string,
  verdict: readonly Child[],
  figures: Partial<PageStage['figures']> = {},
): Child[] {
  const { requestThroughput = '', tokenThroughput = '' } = figures;
  return [
    phase,
    stage,
    load,
    element('span', { class: 'stage-verdict' }, ...verdict),
    figures.requests ?? '',
    requestThroughput === ''
      ? ''
      : element(
          'span',
          {},
          requestThroughput,
          element('span', { class: 'muted second' }, tokenThroughput),
        ),
    figures.ttftP50 ?? '',
    figures.ttftP99 ?? '',
    figures.tpotP50 ?? '',
    figures.latencyP50 ?? '',
    figures.latencyP99 ?? '',
    figures.failures ?? '',
    figures.memoryPeak ?? '',
  ];
}

/** Whether a criterion failed or is inconclusive. */
function isMissedRow({ status }: PageRow): boolean {
  return status === 'fail' || status === 'inconclusive';
}

function missedItems(criteria: readonly PageRow[]): HTMLElement[] {
  return criteria.filter(isMissedRow).map(({ name, value, threshold, marginShare, status, gist }) =>
    element(
      'li',
      {},
      element('b', {}, name),
      // Otherwise the gist explains: a value within its threshold failed for another reason, or it is inconclusive.
      ...(status === 'fail' && marginShare !== null && marginShare < 0
        ? [` ${value} `, element('span', {}, `(${threshold})`)]
        : [`: ${gist}`]),
    ),
  );
}

function missedList(items: readonly HTMLElement[]): HTMLElement | undefined {
  return items.length === 0 ? undefined : element('ul', { class: 'missed' }, ...items);
}

/** Explains empty cells; undefined when there are none. */
function emptyNote({ phases, p99Requests }: PageData): HTMLElement | undefined {
  const isEmpty = phases.some(({ stages }) =>
    stages.some(({ figures }) => figures.ttftP99 === '' || figures.latencyP99 === ''),
  );
  if (!isEmpty) return undefined;
  return element(
    'p',
    { class: 'note' },
    `Empty: too few samples; p99 needs ${p99Requests} requests.`,
  );
}
