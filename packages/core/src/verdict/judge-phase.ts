import { sendDelay } from '../metric/latency/send-delay.ts';
import { loadsOf } from '../stream/stage/loads-of.ts';
import type { CriterionVerdict } from './criterion-verdict.ts';
import { parseCriterion, type Criterion } from './criterion.ts';
import { failUnmeasured, judgeCriterion, STRICT, type Judgement } from './judge.ts';
import { isLedByOther, isOfOthers } from './machines/other-workers.ts';
import { bestLevel, sweepsOf, type MeasuredPhase, type MeasuredStage } from './measured-phase.ts';

/** A stage at which a criterion is judged, or a stage that is absent. */
type Subject =
  | { readonly kind: 'measured'; readonly stage: MeasuredStage }
  | { readonly kind: 'absent'; readonly name: string | undefined; readonly why: string };

/**
 * Judges criteria against the measurements of a phase. Each is judged
 * - at the stage that it names; for a sweep, at its highest level that met the SLOs;
 * - for a metric of requests, at every stage that is not a level of a sweep; with sweeps only, at the highest
 *   level of each sweep that met;
 * - else once, over the whole phase.
 * Of one of several workers, criteria of what other workers do are not judged: they are of the merged run.
 * @param criteria thresholds by key, as in `successCriteria`
 * @throws {ConfigError} for a key that is no criterion
 */
export function judgePhase(
  criteria: Readonly<Record<string, number>>,
  phase: MeasuredPhase,
  judgement: Judgement = STRICT,
): CriterionVerdict[] {
  return Object.entries(criteria).flatMap(([key, threshold]) => {
    const criterion = parseCriterion(key);
    if (isJudgedOverAll(criterion, phase)) return [];
    if (isOfPhase(criterion)) {
      const { streams, measurements } = phase;
      const subject = { measurement: measurements[criterion.metric.name], streams };
      return [judgeCriterion(criterion, threshold, subject, judgement)];
    }
    return subjectsOf(criterion, phase).map((subject) => {
      if (subject.kind === 'absent') {
        return failUnmeasured(criterion, threshold, subject.why, subject.name);
      }
      const { measurements, streams } = subject.stage;
      const measurement = measurements[criterion.metric.name];
      const stage = streams.stage.name;
      return judgeCriterion(criterion, threshold, { measurement, streams, stage }, judgement);
    });
  });
}

/** Whether a phase measures the metric of a criterion where the criterion is judged. */
export function measuresCriterion(criterion: Criterion, phase: MeasuredPhase): boolean {
  const { name } = criterion.metric;
  const measured = isOfPhase(criterion)
    ? [phase.measurements]
    : subjectsOf(criterion, phase).flatMap((one) =>
        one.kind === 'measured' ? [one.stage.measurements] : [],
      );
  return measured.some((one) => (one[name]?.count ?? 0) > 0);
}

/** Whether a criterion is about what other workers do in a phase, so that only the merged run has a value. */
export function isJudgedOverAll(criterion: Criterion, phase: MeasuredPhase): boolean {
  if (isOfPhase(criterion)) return isLedByOther(phase) && !measuresCriterion(criterion, phase);
  return (
    phase.stages.some(isOfOthers) &&
    subjectsOf(criterion, phase).every((one) => one.kind === 'absent')
  );
}

/** Why a phase has no value where a criterion is judged: the first reason. */
export function whyUnmeasured(criterion: Criterion, phase: MeasuredPhase): string {
  const { name } = criterion.metric;
  const reasons = isOfPhase(criterion)
    ? [phase.measurements[name]?.reason]
    : subjectsOf(criterion, phase).map((one) =>
        one.kind === 'absent' ? one.why : one.stage.measurements[name]?.reason,
      );
  return reasons.find((reason) => reason !== undefined) ?? 'no value';
}

/** Whether a criterion is judged once, over the whole phase. */
export function isOfPhase({ metric, stage }: Criterion): boolean {
  return stage === undefined && metric.of !== 'stage';
}

function subjectsOf(criterion: Criterion, phase: MeasuredPhase): Subject[] {
  const { stage } = criterion;
  const stages = phase.stages.filter((one) => !isOfOthers(one));
  if (stage === undefined) return subjectsOfAll(criterion, stages);
  const named = stages.filter(({ streams }) => streams.stage.name === stage);
  if (named.length > 0) return named.map(asSubject);
  return sweepsOf(stages).includes(stage)
    ? [bestOf(stage, stages)]
    : [{ kind: 'absent', name: stage, why: 'the stage did not run' }];
}

/** Where a criterion without a stage applies. */
function subjectsOfAll(criterion: Criterion, stages: readonly MeasuredStage[]): Subject[] {
  const loads = loadsOf(stages);
  if (loads.length > 0) {
    const fit = loads.filter((one) => hasFigure(criterion, one));
    return (fit.length > 0 ? fit : loads).map(asSubject);
  }
  const sweeps = sweepsOf(stages);
  return sweeps.length === 0
    ? [{ kind: 'absent', name: undefined, why: 'no stage ran' }]
    : sweeps.map((sweep) => bestOf(sweep, stages));
}

/** Requests of a closed loop have no scheduled start, so a bound on the send delay applies to the other stages. */
function hasFigure({ metric }: Criterion, { streams }: MeasuredStage): boolean {
  return metric !== sendDelay || streams.stage.load.kind !== 'closed';
}

function bestOf(sweep: string, stages: readonly MeasuredStage[]): Subject {
  const best = bestLevel(stages, sweep);
  return best === undefined
    ? { kind: 'absent', name: sweep, why: 'no level of the sweep met the SLOs' }
    : asSubject(best);
}

function asSubject(stage: MeasuredStage): Subject {
  return { kind: 'measured', stage };
}
