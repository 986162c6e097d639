import { formatValue } from '../../../metric/format/format-value.ts';
import type { Measurements } from '../../../metric/measure/measure.ts';
import { shownStatus, type CriterionVerdict } from '../../../verdict/criterion-verdict.ts';
import { reportRows, type ReportRow } from '../../rows/report-rows.ts';
import type { PhaseResult } from '../../results/run-results.ts';
import type { PageRow } from '../page-data.ts';

/**
 * The rows of criteria with the margin to each threshold.
 * @param measurements of the phase or stage, by which the criteria were judged
 */
export function criterionRows(
  phase: PhaseResult,
  criteria: readonly CriterionVerdict[],
  measurements: Measurements,
): PageRow[] {
  const rows = reportRows({
    ...phase,
    criteria: [...criteria],
    measurements: { ...measurements },
    shown: [],
  });
  return criteria.map((criterion, index) => ({
    ...pageRow(rows[index]),
    ...marginOf(criterion),
    name: criterion.key,
    status: shownStatus(criterion),
  }));
}

/** A row of a table of metrics. */
export function pageRow(row: ReportRow | undefined): PageRow {
  const {
    label = '',
    value = '',
    threshold = '',
    status = 'unjudged',
    remark = '',
    gist = '',
  } = row ?? {};
  return { name: label, value, threshold, margin: '', marginShare: null, status, remark, gist };
}

function marginOf({ margin, threshold, unit }: CriterionVerdict): {
  margin: string;
  marginShare: number | null;
} {
  if (!Number.isFinite(margin)) return { margin: formatValue(unit, margin), marginShare: null };
  const text = `${margin > 0 ? '+' : margin < 0 ? '−' : ''}${formatValue(unit, Math.abs(margin))}`;
  const share = margin / Math.abs(threshold);
  return { margin: text, marginShare: Number.isFinite(share) ? share : null };
}
