import type { TestPhase } from '../spec/contract/test-phase.ts';
import type { StagesByPhase } from './absent-stages.ts';
import type { CriterionVerdict } from './criterion-verdict.ts';
import { parseCriterion } from './criterion.ts';
import { measuresCriterion, whyUnmeasured } from './judge-phase.ts';
import { failUnmeasured } from './judge.ts';
import type { MeasuredPhase } from './measured-phase.ts';

/** Criteria of a run, and the phases that they may be judged in. */
export interface CriteriaOfRun {
  readonly criteria: Readonly<Record<string, number>>;
  readonly measured: readonly MeasuredPhase[];
  readonly phases: readonly TestPhase[];
  /** Names of the stages that each phase was to run, sweeps by their own name; absent where not known. */
  readonly stages?: StagesByPhase;
}

/** The criteria of a run that a phase is judged by: those that it measures and has no threshold of its own for. */
export function sharedCriteria(
  { criteria, phases }: CriteriaOfRun,
  phase: MeasuredPhase,
): Record<string, number> {
  const own = ownCriteria(phases, phase);
  return Object.fromEntries(
    Object.entries(criteria).filter(
      ([key]) => !Object.hasOwn(own, key) && measuresCriterion(parseCriterion(key), phase),
    ),
  );
}

/** The criteria of a phase itself. */
export function ownCriteria(
  phases: readonly TestPhase[],
  { streams }: MeasuredPhase,
): TestPhase['successCriteria'] {
  return phases.find(({ name }) => name === streams.name)?.successCriteria ?? {};
}

/** The criteria of a run that no phase measures, failed once each with the reasons of the phases. */
export function criteriaOfNoPhase({
  criteria,
  measured,
  phases,
  stages,
}: CriteriaOfRun): CriterionVerdict[] {
  return Object.entries(criteria).flatMap(([key, threshold]) => {
    const criterion = parseCriterion(key);
    const isJudged = measured.some(
      (phase) =>
        measuresCriterion(criterion, phase) || Object.hasOwn(ownCriteria(phases, phase), key),
    );
    if (isJudged) return [];
    // A phase that was to have no such stage has nothing to say of it.
    const isAsked = ({ streams: { name } }: MeasuredPhase): boolean =>
      criterion.stage === undefined || (stages?.[name]?.includes(criterion.stage) ?? true);
    const reasons = measured
      .filter(isAsked)
      .map((phase) => `${phase.streams.name}: ${whyUnmeasured(criterion, phase)}`);
    const text = ['not measured in any phase', ...reasons].join('; ');
    return [{ ...failUnmeasured(criterion, threshold, ''), text }];
  });
}
