import type { PhaseFailure } from './phase-failures.ts';
import type { CriterionVerdict, ShownStatus } from './criterion-verdict.ts';

/** How one phase was decided. */
export interface PhaseVerdict {
  readonly phase: string;
  readonly status: 'pass' | 'fail';
  readonly criteria: readonly CriterionVerdict[];
  /** What failed beside the criteria; anything here fails the phase. */
  readonly failures: readonly PhaseFailure[];
}

/**
 * The outcome of a run, the gravest first; a criterion that was missed in an unreliable phase decides nothing. The command maps it to its exit code:
 * `target-failed` 3, `incomplete` 130 when the user interrupted it and else 4, `criterion-failed` 1, `unreliable` and `inconclusive` 4, `pass` 0.
 */
export type RunOutcome =
  | 'target-failed'
  | 'incomplete'
  | 'criterion-failed'
  | 'unreliable'
  | 'inconclusive'
  | 'pass';

/** A verdict on a run as reports show it: the contract has no status for an inconclusive run. */
export function shownRun({ status, outcome }: Pick<RunVerdict, 'status' | 'outcome'>): ShownStatus {
  return outcome === 'inconclusive' ? outcome : status;
}

/** How a whole run was decided. */
export interface RunVerdict {
  readonly status: 'pass' | 'fail';
  readonly outcome: RunOutcome;
  /** 0 pass, 1 a criterion failed, 3 the target failed, 4 the measurement is unreliable or does not decide a criterion; 130 interrupted. */
  readonly exitCode: 0 | 1 | 3 | 4 | 130;
  /** False when the run was killed or interrupted: it then never passes. */
  readonly complete: boolean;
  readonly phases: readonly PhaseVerdict[];
  /** Errors of the run that belong to no phase that could be found. */
  readonly errors: readonly Error[];
}
