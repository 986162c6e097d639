import type { PhaseFailure } from './phase-failures.ts';
import type { CriterionVerdict, ShownStatus } from './criterion-verdict.ts';

/** The verdict on one phase. */
export interface PhaseVerdict {
  readonly phase: string;
  readonly status: 'pass' | 'fail';
  readonly criteria: readonly CriterionVerdict[];
  /** Failures independent of criteria; any of them fails the phase. */
  readonly failures: readonly PhaseFailure[];
}

/**
 * The outcome of a run, the gravest first; a criterion missed in an unreliable phase decides nothing. Exit codes:
 * `target-failed` 3, `incomplete` 130 when the user interrupted it and else 4, `criterion-failed` 1, `unreliable` and `inconclusive` 4, `pass` 0.
 */
export type RunOutcome =
  | 'target-failed'
  | 'incomplete'
  | 'criterion-failed'
  | 'unreliable'
  | 'inconclusive'
  | 'pass';

/** The verdict on a run as shown in reports: the contract has no status for an inconclusive run. */
export function shownRun({ status, outcome }: Pick<RunVerdict, 'status' | 'outcome'>): ShownStatus {
  return outcome === 'inconclusive' ? outcome : status;
}

/** The verdict on a whole run. */
export interface RunVerdict {
  readonly status: 'pass' | 'fail';
  readonly outcome: RunOutcome;
  /** 0 pass, 1 a criterion failed, 3 the target failed, 4 unreliable or inconclusive, 130 interrupted. */
  readonly exitCode: 0 | 1 | 3 | 4 | 130;
  /** False when the run was killed or interrupted, so that it cannot pass. */
  readonly complete: boolean;
  readonly phases: readonly PhaseVerdict[];
  /** Errors of the run that belong to no known phase. */
  readonly errors: readonly Error[];
}
