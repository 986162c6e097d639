import { formatApart } from '../../../metric/format/format-apart.ts';
import type { PhaseResult } from '../../results/run-results.ts';
import type { CriterionVerdict } from '../../../verdict/criterion-verdict.ts';

/** The stages of a phase that did not run, with the reason: `open: not run, the phase ended before it`. */
export function notRunLines({ stagesNotRun }: PhaseResult): string[] {
  return stagesNotRun.map(({ name, reason }) => `${name}: not run (${reason})`);
}

/** The criteria of stages without results: a stage that did not run, or a sweep without a level that met its SLOs. */
export function homelessCriteria({ criteria, stages }: PhaseResult): CriterionVerdict[] {
  return criteria.filter(
    ({ stage }) => stage !== undefined && !stages.some(({ name }) => name === stage),
  );
}

/** A criterion in a line: `stages.open.p95TimeToFirstToken ≤ 200 ms: not measured: the stage did not run`. */
export function criterionLine({
  key,
  unit,
  value,
  threshold,
  bound,
  text,
}: CriterionVerdict): string {
  const [, limit] = formatApart(unit, value, threshold);
  return `${key} ${bound === 'at-most' ? '≤' : '≥'} ${limit}: ${text}`;
}
