import { formatValue } from '../../../metric/format-value.ts';
import type { CriterionVerdict } from '../../../verdict/criterion-verdict.ts';
import type { ReportRow } from '../../report-rows.ts';
import type { PageRow } from '../page-data.ts';

/**
 * The rows of criteria with the room left to each threshold, and the rows of every other metric.
 * @param rows begin with those of the criteria, in the same order
 */
export function pageRows(
  criteria: readonly CriterionVerdict[],
  rows: readonly ReportRow[],
): { readonly criteria: PageRow[]; readonly metrics: PageRow[] } {
  return {
    criteria: criteria.map((criterion, index) => ({
      ...pageRow(rows[index]),
      ...marginOf(criterion),
      name: criterion.key,
      status: criterion.status,
    })),
    metrics: rows.slice(criteria.length).map(pageRow),
  };
}

function pageRow(row: ReportRow | undefined): PageRow {
  const {
    name = '',
    value = '',
    threshold = '',
    status = 'unjudged',
    remark = '',
    gist = '',
  } = row ?? {};
  return { name, value, threshold, margin: '', marginShare: null, status, remark, gist };
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
