import { LoadcellError, TestError } from '../spec/error/errors.ts';
import type { TestPhase } from '../spec/contract/test-phase.ts';
import { RUN_FILES } from '../stream/files/run-directory.ts';
import type { RunStreams } from '../stream/phase-streams.ts';
import { absenceError } from './absence-error.ts';
import { absentStages, stageFailures } from './absent-stages.ts';
import type { CriterionVerdict } from './criterion-verdict.ts';
import { parseCriterion } from './criterion.ts';
import { judgePhase } from './judge-phase.ts';
import { fleetErrors, fleetFailures } from './machines/fleet-failures.ts';
import { failUnmeasured } from './judge.ts';
import { phaseFailures, type PhaseFailure } from './phase-failures.ts';
import { criteriaOf, criteriaOfNoPhase, type CriteriaOfRun } from './run-criteria.ts';
import { exitCodeOf, outcomeOf } from './run-outcome.ts';
import type { PhaseVerdict, RunVerdict } from './run-verdict.ts';

/** A run to judge: the phases that ran and those that were requested, each in order, and criteria of the run. */
export interface RunToJudge extends CriteriaOfRun {
  readonly streams: Pick<RunStreams, 'status' | 'skipped' | 'error' | 'damagedFiles' | 'fleet'>;
  /** Errors in addition to those of the events. */
  readonly errors: readonly Error[];
  /** Whether the value itself is compared where a criterion is inconclusive. */
  readonly acceptInconclusive: boolean;
}

/**
 * Judges a run. It fails closed.
 *
 * Where criteria are judged:
 * - Criteria of a phase are judged in that phase alone, at the stages that {@link judgePhase} selects.
 * - A criterion of the run is judged in each phase that measures its metric, unless the phase has its own under the same key.
 *   When no phase measures it, it fails once, in the last phase that ran, with the reasons.
 * - A requested phase that did not run fails. One skipped for a stated reason (no second model) is left
 *   out unless it has criteria, which then fail as not measured.
 * What other workers do for one of several fails nothing: the merged run is judged by it.
 * An error that names its phase belongs to it, any other to the last phase that ran, as do missing data of a run that
 * claims to be complete.
 * @throws ConfigError for a key that is no criterion
 */
export function judgeRun(run: RunToJudge): RunVerdict {
  const { measured, streams } = run;
  const complete = streams.status === 'complete' || streams.status === 'failed';
  const known = new Set([
    ...measured.map((one) => one.streams.name),
    ...run.phases.map((one) => one.name),
  ]);
  const errorsOf = (name: string): Error[] => run.errors.filter((error) => phaseOf(error) === name);
  const homeless = run.errors.filter((error) => !known.has(phaseOf(error) ?? ''));
  const unmeasured = criteriaOfNoPhase(run);
  const ran = measured.map((one, index): PhaseVerdict => {
    const { streams: phase } = one;
    const isLast = index === measured.length - 1;
    const judged = judgePhase(criteriaOf(run, one), one, run);
    const criteria = [...judged, ...(isLast ? unmeasured : [])];
    const errors = [...errorsOf(phase.name), ...(isLast ? homeless : [])];
    const missing = isLast ? describeDamage(streams, phase.name) : [];
    // Requests that were lost later say nothing about the target.
    const lacksRequests = missing.length > 0 && streams.damagedFiles.includes(RUN_FILES.requests);
    const failures = phaseFailures(phase, errors).filter(
      ({ kind }) => !lacksRequests || kind !== 'no-success',
    );
    const notRun = stageFailures(absentStages(run, phase.name), phase.name, failures);
    const fleet = fleetFailures(streams.fleet, phase.name);
    return phaseVerdict(phase.name, criteria, [...failures, ...notRun, ...missing, ...fleet]);
  });
  const phases = [...ran, ...run.phases.flatMap((phase) => absentPhase(run, phase, errorsOf))];
  const errors = [...(measured.length === 0 ? homeless : []), ...unexplainedEnd(streams, phases)];
  const fleet = measured.length === 0 ? fleetErrors(streams.fleet, errors) : [];
  const isWhole = streams.status === 'complete' && errors.length + fleet.length === 0;
  const isOfOthers = isWhole && hasNoPart(run, phases);
  const outcome = isOfOthers ? 'pass' : outcomeOf(phases, errors, streams.status, complete);
  return {
    status: outcome === 'pass' ? 'pass' : 'fail',
    outcome,
    exitCode: exitCodeOf(outcome, isStopped(streams) ? 'killed' : streams.status),
    complete,
    phases: inOrder(phases, run.phases),
    errors: [...errors, ...fleet],
  };
}

/** Whether other workers run all phases: one that does nothing fails nothing. */
function hasNoPart({ streams: { skipped } }: RunToJudge, phases: readonly PhaseVerdict[]): boolean {
  return phases.length === 0 && skipped.some((one) => one.isOfOtherWorker === true);
}

/** Whether the loss of a machine, and not the user, interrupted the run. */
function isStopped({ fleet }: RunToJudge['streams']): boolean {
  return (fleet?.lost.length ?? 0) > 0;
}

/** A phase that did not run explains nothing. */
function explainsFailure({ failures }: PhaseVerdict): boolean {
  return failures.some(({ kind }) => kind !== 'not-run');
}

/** The error of a failed run without a failed phase: its report must not look successful. */
function unexplainedEnd(
  { status, error }: RunToJudge['streams'],
  phases: readonly PhaseVerdict[],
): Error[] {
  if (status !== 'failed' || phases.some(explainsFailure)) return [];
  return [
    error ??
      new LoadcellError(
        'RUN',
        'The run failed, but no phase reported an error. Rerun with --verbose and check the output.',
      ),
  ];
}

/** A killed run lacks the end of its files and cannot pass anyway; a complete run must have all of them. */
function describeDamage(
  { status, damagedFiles }: RunToJudge['streams'],
  phase: string,
): PhaseFailure[] {
  if (status !== 'complete') return [];
  return damagedFiles.map((file) => {
    const text =
      `${file} is incomplete or unreadable: the disk was full, or the file was truncated or overwritten later. ` +
      'The figures are unreliable. Copy the run directory again, or rerun.';
    return {
      kind: 'unreliable',
      error: new TestError(text, { phase }, { code: 'UNRELIABLE' }),
    };
  });
}

function phaseVerdict(
  phase: string,
  criteria: readonly CriterionVerdict[],
  failures: readonly PhaseFailure[],
): PhaseVerdict {
  const passes = failures.length === 0 && criteria.every((one) => one.status === 'pass');
  return { phase, status: passes ? 'pass' : 'fail', criteria, failures };
}

/** The verdict on a requested phase that did not run. */
function absentPhase(
  run: RunToJudge,
  phase: TestPhase,
  errorsOf: (name: string) => Error[],
): PhaseVerdict[] {
  if (run.measured.some((one) => one.streams.name === phase.name)) return [];
  const skipped = run.streams.skipped.find((one) => one.phase === phase.name);
  const criteria = Object.entries(phase.successCriteria);
  const errors = errorsOf(phase.name);
  const isJudged = criteria.length > 0 && skipped?.isOfOtherWorker !== true;
  if (skipped !== undefined && !isJudged && errors.length === 0) return [];
  const why = skipped?.reason ?? 'the phase did not run';
  const failed = criteria.map(([key, threshold]) =>
    failUnmeasured(parseCriterion(key), threshold, why),
  );
  const failures = errors.map((error): PhaseFailure => ({ kind: 'error', error }));
  if (failures.length === 0) {
    failures.push({
      kind: 'not-run',
      error: absenceError(run.streams, phase.name, skipped?.reason),
    });
  }
  return [phaseVerdict(phase.name, failed, failures)];
}

function phaseOf(error: Error): string | undefined {
  return error instanceof TestError ? error.phase : undefined;
}

function inOrder(phases: readonly PhaseVerdict[], asked: readonly TestPhase[]): PhaseVerdict[] {
  const place = (verdict: PhaseVerdict): number => {
    const index = asked.findIndex((one) => one.name === verdict.phase);
    return index === -1 ? asked.length : index;
  };
  return phases.toSorted((a, b) => place(a) - place(b));
}
