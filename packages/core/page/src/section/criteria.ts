import type { PageData, PageRow } from '../../../src/report/page/page-data.ts';
import { tableOf } from '../chart/figure.ts';
import { breakable, element } from '../dom.ts';
import { badge } from './badge.ts';
import { section } from './section.ts';

interface Judged {
  readonly phase: string;
  /** Empty when judged over the whole phase. */
  readonly stage: string;
  readonly row: PageRow;
}

/** Every criterion with its value, threshold and margin. */
export function criteriaSection({ phases }: PageData): HTMLElement {
  const judged = phases.flatMap(({ name: phase, criteria, stages, stagesNotRun }): Judged[] => [
    ...criteria.map((row) => ({ phase, stage: '', row })),
    ...[...stages, ...stagesNotRun].flatMap((stage) =>
      stage.criteria.map((row) => ({ phase, stage: stage.name, row })),
    ),
  ]);
  const rows = judged.toSorted((a, b) => gravity(b.row) - gravity(a.row)).map(criterionRow);
  const table =
    rows.length === 0
      ? element('p', { class: 'reason' }, 'No criterion was judged in this run.')
      : tableOf(
          'Criteria',
          ['Criterion', 'Phase', 'Stage', 'Verdict', 'Value', 'Threshold', 'Margin', 'Remark'],
          rows,
        );
  return section('criteria', 'Criteria', undefined, table);
}

/** Sorts missed criteria first, then inconclusive ones. */
function gravity({ status }: PageRow): number {
  return status === 'fail' ? 2 : status === 'inconclusive' ? 1 : 0;
}

function criterionRow({ phase, stage, row }: Judged): (Node | string)[] {
  return [
    breakable(row.name),
    phase,
    stage,
    row.status === 'unjudged' ? '' : badge(row.status),
    row.value,
    row.threshold,
    element('span', { class: 'margin' }, row.margin, marginBar(row)),
    element('span', { class: 'muted' }, row.remark),
  ];
}

/** The margin as a bar: from the middle to the right when met, to the left when missed. */
function marginBar({ marginShare }: PageRow): HTMLElement | string {
  if (marginShare === null) return '';
  const percent = Math.min(100, Math.abs(marginShare) * 100);
  const bar = element('span', {});
  // Relative to the half that the bar is in.
  bar.style.width = `${percent}%`;
  const side = marginShare < 0 ? 'missed' : 'met';
  return element('span', { class: `margin-bar ${side}`, 'aria-hidden': 'true' }, bar);
}
