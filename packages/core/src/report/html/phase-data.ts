import { formatMs, formatValue } from '../../metric/format-value.ts';
import type { CriterionVerdict } from '../../verdict/criterion-verdict.ts';
import type { PhaseVerdict } from '../../verdict/run-verdict.ts';
import { honestyLines } from '../honesty.ts';
import { reportRows, type ReportRow } from '../report-rows.ts';
import type { PhaseResult } from '../results/run-results.ts';
import { serverMemoryText } from '../server-memory/server-memory-text.ts';
import type { PagePhase, PageRow } from './page-data.ts';

/** What a phase came to, as text: its criteria with the room left to each threshold, and every metric. Pure. */
export function phaseData(phase: PhaseResult, verdict: PhaseVerdict | undefined): PagePhase {
  const rows = reportRows(phase);
  return {
    name: phase.name,
    status: phase.success ? 'pass' : 'fail',
    durationText: formatMs(phase.duration),
    // The rows of a phase begin with those of its criteria, in the same order.
    criteria: phase.criteria.map((criterion, index) => ({
      ...pageRow(rows[index]),
      ...marginOf(criterion),
      name: criterion.key,
      status: criterion.status,
    })),
    metrics: rows.slice(phase.criteria.length).map(pageRow),
    errors: (verdict?.failures ?? []).map(({ error }) => error.message),
    serverMemory: phase.serverMemory === undefined ? null : serverMemoryText(phase.serverMemory),
    honesty: honestyLines(phase),
    failures: phase.failures.map(({ kind, count, example }) => ({ kind, count, example })),
  };
}

function pageRow(row: ReportRow | undefined): PageRow {
  const { name = '', value = '', threshold = '', status = 'unjudged', remark = '' } = row ?? {};
  return { name, value, threshold, margin: '', marginShare: null, status, remark };
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
