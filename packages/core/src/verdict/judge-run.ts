import { LoadcellError, TestError } from '../spec/errors.ts';
import type { TestPhase } from '../spec/test-phase.ts';
import type { RunStreams } from '../stream/phase-streams.ts';
import type { CriterionVerdict } from './criterion-verdict.ts';
import { parseCriterion, type Criterion } from './criterion.ts';
import { absenceError } from './absence-error.ts';
import { judgePhase, measuresCriterion } from './judge-phase.ts';
import { failUnmeasured, judgeCriterion } from './judge.ts';
import type { MeasuredPhase } from './measured-phase.ts';
import { phaseFailures, type PhaseFailure } from './phase-failures.ts';
import type { PhaseVerdict, RunOutcome, RunVerdict } from './run-verdict.ts';

/** Names of stages by the name of their phase. */
export type StagesByPhase = Readonly<Record<string, readonly string[]>>;

/** What a run is judged by. */
export interface RunToJudge {
  readonly streams: Pick<RunStreams, 'status' | 'skipped' | 'error' | 'damagedFiles'>;
  /** The phases that ran, in order. */
  readonly measured: readonly MeasuredPhase[];
  /** The phases that were requested, with the criteria of each. */
  readonly phases: readonly TestPhase[];
  /** Names of the stages that each phase was to run, sweeps by their own name; absent where not known. */
  readonly stages?: StagesByPhase;
  /** Criteria of the run. */
  readonly criteria: Readonly<Record<string, number>>;
  /** What went wrong, beside what the events hold. */
  readonly errors: readonly Error[];
}

/**
 * Judges a run. It fails closed.
 *
 * Where criteria are judged:
 * - Criteria of a phase are judged in that phase, and there alone; at which of its stages, {@link judgePhase} says.
 * - A criterion of the run is judged in each phase that measures its metric, unless the phase has one of its own under the same key.
 *   When no phase measures it, it fails once, in the last phase that ran, with the reasons why not.
 * - A phase that was asked for and did not run fails. One that was skipped for a stated reason (no second model) is left
 *   out, unless it has criteria: these then fail as not measured.
 * An error that names its phase belongs to it, any other to the last phase that ran; so does what is missing of a run that
 * says it is complete.
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
    const own = run.phases.find(({ name }) => name === phase.name)?.successCriteria ?? {};
    const shared = Object.fromEntries(
      Object.entries(run.criteria).filter(
        ([key]) => !Object.hasOwn(own, key) && measuresCriterion(parseCriterion(key), one),
      ),
    );
    const criteria = [...judgePhase({ ...own, ...shared }, one), ...(isLast ? unmeasured : [])];
    const errors = [...errorsOf(phase.name), ...(isLast ? homeless : [])];
    const missing = isLast ? describeDamage(streams, phase.name) : [];
    const absent = absentStages(run, phase.name).map(notRunFailure(phase.name));
    const failures = phaseFailures(phase, errors);
    // What failed the phase says why a stage did not run.
    const unexplained = failures.length === 0 ? absent : [];
    return phaseVerdict(phase.name, criteria, [...failures, ...unexplained, ...missing]);
  });
  const phases = [...ran, ...run.phases.flatMap((phase) => absentPhase(run, phase, errorsOf))];
  const errors = [...(measured.length === 0 ? homeless : []), ...unexplainedEnd(streams, phases)];
  const outcome = outcomeOf(phases, errors, streams.status, complete);
  return {
    status: outcome === 'pass' ? 'pass' : 'fail',
    outcome,
    exitCode: exitCodeOf(outcome, streams.status),
    complete,
    phases: inOrder(phases, run.phases),
    errors,
  };
}

/** That a phase did not run explains nothing. */
function explainsFailure({ failures }: PhaseVerdict): boolean {
  return failures.some(({ kind }) => kind !== 'not-run');
}

/** Why a run failed of which no phase says so: a report of it must not look as if all had gone well. */
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

/** A run that was killed lacks the end of its files, and is no pass anyway; one that is complete must have all of them. */
function describeDamage(
  { status, damagedFiles }: RunToJudge['streams'],
  phase: string,
): PhaseFailure[] {
  if (status !== 'complete') return [];
  return damagedFiles.map((file) => {
    const text =
      `A part of ${file} is missing or cannot be read: the disk was full, or the file was cut off or overwritten afterwards. ` +
      'What was measured cannot be trusted. Copy the run again, or run it again.';
    return {
      kind: 'untrustworthy',
      error: new TestError(text, { phase }, { code: 'UNTRUSTWORTHY' }),
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

/** A phase that was asked for and is not among those that ran. */
function absentPhase(
  run: RunToJudge,
  phase: TestPhase,
  errorsOf: (name: string) => Error[],
): PhaseVerdict[] {
  if (run.measured.some((one) => one.streams.name === phase.name)) return [];
  const skipped = run.streams.skipped.find((one) => one.phase === phase.name);
  const criteria = Object.entries(phase.successCriteria);
  const errors = errorsOf(phase.name);
  if (skipped !== undefined && criteria.length === 0 && errors.length === 0) return [];
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

/** Stages that a phase which ran was to have and did not begin. */
export function absentStages(
  { measured, stages = {} }: Pick<RunToJudge, 'measured' | 'stages'>,
  phase: string,
): string[] {
  const ran = measured.find(({ streams }) => streams.name === phase)?.stages ?? [];
  const names = new Set(ran.map(({ streams, level }) => level?.sweep ?? streams.stage.name));
  return (stages[phase] ?? []).filter((name) => !names.has(name));
}

function notRunFailure(phase: string): (stage: string) => PhaseFailure {
  return (stage) => ({
    kind: 'not-run',
    error: new TestError(`The stage ${stage} did not run.`, { phase }),
  });
}

/** The criteria of the run that no phase measures, failed once each with the reasons of the phases. */
function criteriaOfNoPhase(run: RunToJudge): CriterionVerdict[] {
  return Object.entries(run.criteria).flatMap(([key, threshold]) => {
    const criterion = parseCriterion(key);
    const judged = run.measured.some(
      (phase) =>
        measuresCriterion(criterion, phase) ||
        // Judged there by the criterion of the phase.
        run.phases.some(
          (one) => one.name === phase.streams.name && Object.hasOwn(one.successCriteria, key),
        ),
    );
    if (judged) return [];
    const reasons = run.measured.map(
      (phase) => `${phase.streams.name}: ${reasonOf(criterion, phase)}`,
    );
    const why = ['not measured in any phase', ...reasons].join('; ');
    return [{ ...judgeCriterion(criterion, threshold, undefined, criterion.stage), text: why }];
  });
}

/** Why a phase has no value of a criterion: the first reason that it or one of its stages gives. */
function reasonOf({ metric, stage }: Criterion, { measurements, stages }: MeasuredPhase): string {
  const known = stages.filter(({ streams }) => stage === undefined || streams.stage.name === stage);
  const all = [measurements, ...known.map((one) => one.measurements)];
  return all.flatMap((one) => one[metric.name]?.reason ?? []).at(0) ?? 'no value';
}

function phaseOf(error: Error): string | undefined {
  return error instanceof TestError ? error.phase : undefined;
}

function isUntrustworthy({ failures }: PhaseVerdict): boolean {
  return failures.some(({ kind }) => kind === 'untrustworthy');
}

function isUnrecorded(error: Error): boolean {
  return error instanceof LoadcellError && error.code === 'RECORDING';
}

/** Criteria and trust are the measurement's; everything else that fails a phase is the target's or the run's. */
function outcomeOf(
  phases: readonly PhaseVerdict[],
  errors: readonly Error[],
  status: RunStreams['status'],
  complete: boolean,
): RunOutcome {
  const failures = phases.flatMap((phase) => phase.failures.map((failure) => failure.kind));
  if (!complete && status === 'interrupted') return 'incomplete';
  const told = [...errors, ...phases.flatMap((phase) => phase.failures.map(({ error }) => error))];
  // What could not be written says nothing about the target.
  if (told.some(isUnrecorded)) return 'not-trustworthy';
  const targetFailed = failures.some(
    (kind) =>
      kind === 'error' ||
      kind === 'target-died' ||
      kind === 'limit-crossed' ||
      kind === 'no-success',
  );
  if (targetFailed || errors.length > 0) return 'target-failed';
  if (!complete || failures.includes('incomplete')) return 'incomplete';
  if (status === 'failed') return 'target-failed';
  const trusted = phases.filter((phase) => !isUntrustworthy(phase));
  const reasons = trusted.flatMap((phase) => phase.criteria.map((one) => one.reason));
  const untrusted = trusted.length < phases.length || reasons.includes('too-few-samples');
  // Where nothing can be trusted nothing was missed either: the client may have been what was slow.
  const missed = reasons.some((reason) => reason !== 'met' && reason !== 'too-few-samples');
  if (missed) return 'criterion-failed';
  if (failures.includes('not-run') || phases.length === 0) return 'incomplete';
  return untrusted ? 'not-trustworthy' : 'pass';
}

function exitCodeOf(outcome: RunOutcome, status: RunStreams['status']): RunVerdict['exitCode'] {
  switch (outcome) {
    case 'pass':
      return 0;
    case 'criterion-failed':
      return 1;
    case 'target-failed':
      return 3;
    case 'not-trustworthy':
      return 4;
    case 'incomplete':
      return status === 'interrupted' ? 130 : 4;
  }
}

function inOrder(phases: readonly PhaseVerdict[], asked: readonly TestPhase[]): PhaseVerdict[] {
  const place = (verdict: PhaseVerdict): number => {
    const index = asked.findIndex((one) => one.name === verdict.phase);
    return index === -1 ? asked.length : index;
  };
  return phases.toSorted((a, b) => place(a) - place(b));
}
