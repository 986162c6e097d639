import type { Check, CheckOutcome } from './check.ts';
import type { CheckResult, PurposeVerdict } from './machine-report.ts';
import { PURPOSES, type Purpose } from './purposes.ts';

/** A check with its outcome. */
export interface JudgedCheck {
  readonly check: Check;
  readonly outcome: CheckOutcome;
}

/** The purposes that a problem of this check prevents. */
function preventedBy({ purposes, limits = {} }: Check): readonly Purpose[] {
  return purposes.filter((purpose) => limits[purpose] === undefined);
}

/** How much a problem matters where all examined purposes are wanted. */
function severityOf(check: Check, examined: readonly Purpose[]): CheckOutcome['status'] {
  const prevented = preventedBy(check);
  if (examined.every((purpose) => prevented.includes(purpose))) return 'problem';
  return examined.every((purpose) => check.purposes.includes(purpose)) ? 'warning' : 'note';
}

/** The result of a check for the examined purposes. */
export function resultOf(
  { check, outcome }: JudgedCheck,
  examined: readonly Purpose[],
): CheckResult {
  const { name } = check;
  const purposes = examined.filter((purpose) => check.purposes.includes(purpose));
  const status = outcome.status === 'problem' ? severityOf(check, examined) : outcome.status;
  return { name, ...outcome, status, purposes };
}

/** Whether a purpose is ready, what it needs and what limits it. */
export function judgePurpose(purpose: Purpose, checks: readonly JudgedCheck[]): PurposeVerdict {
  const problems = checks.flatMap(({ check, outcome }) =>
    outcome.status === 'problem' && check.purposes.includes(purpose) ? [check] : [],
  );
  const needs = problems.filter((check) => preventedBy(check).includes(purpose));
  return {
    purpose,
    command: PURPOSES.find(({ name }) => name === purpose)?.command ?? '',
    ready: needs.length === 0,
    needs: needs.map(({ name }) => name),
    limits: problems.flatMap(({ limits }) => limits?.[purpose] ?? []),
  };
}
