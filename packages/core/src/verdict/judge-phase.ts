import type { CriterionVerdict } from './criterion-verdict.ts';
import { parseCriterion, type Criterion } from './criterion.ts';
import { failUnmeasured, judgeCriterion } from './judge.ts';
import {
  bestLevel,
  judgedStages,
  sweepsOf,
  type MeasuredPhase,
  type MeasuredStage,
} from './measured-phase.ts';

/**
 * Judges criteria against what one phase measured. Where each is judged:
 * - One that names a stage, at that stage; one that names a sweep, at its highest level that met the SLOs.
 * - One of a metric of requests, at every stage that is no level of a sweep; where sweeps are all there is, at the highest
 *   level of each that met.
 * - Any other, once, over the whole phase.
 * @param criteria thresholds by key, as in `successCriteria`
 * @throws {ConfigError} for a key that is no criterion
 */
export function judgePhase(
  criteria: Readonly<Record<string, number>>,
  phase: MeasuredPhase,
): CriterionVerdict[] {
  return Object.entries(criteria).flatMap(([key, threshold]) => {
    const criterion = parseCriterion(key);
    const { metric, stage } = criterion;
    if (stage === undefined && metric.of !== 'stage') {
      return [judgeCriterion(criterion, threshold, phase.measurements[metric.name])];
    }
    const subjects = subjectsOf(criterion, phase);
    if (typeof subjects === 'string') return [failUnmeasured(criterion, threshold, subjects)];
    return subjects.map(({ streams, measurements }) =>
      judgeCriterion(criterion, threshold, measurements[metric.name], streams.stage.name),
    );
  });
}

/** Whether a phase measures the metric of a criterion where the criterion is judged. */
export function measuresCriterion(criterion: Criterion, phase: MeasuredPhase): boolean {
  const { metric, stage } = criterion;
  if (stage === undefined && metric.of !== 'stage') {
    return (phase.measurements[metric.name]?.count ?? 0) > 0;
  }
  const subjects = subjectsOf(criterion, phase);
  return (
    typeof subjects !== 'string' &&
    subjects.some(({ measurements }) => (measurements[metric.name]?.count ?? 0) > 0)
  );
}

/** The stages that a criterion is judged at, or why there is none. */
function subjectsOf({ stage }: Criterion, { stages }: MeasuredPhase): MeasuredStage[] | string {
  if (stage === undefined) {
    const judged = judgedStages(stages);
    if (judged.length > 0) return judged;
    return sweepsOf(stages).length > 0 ? NONE_MET : 'no stage ran';
  }
  const named = stages.filter(({ streams }) => streams.stage.name === stage);
  if (named.length > 0) return named;
  if (!sweepsOf(stages).includes(stage)) return 'the stage did not run';
  const best = bestLevel(stages, stage);
  return best === undefined ? NONE_MET : [best];
}

const NONE_MET = 'no level of the sweep met the SLOs';
