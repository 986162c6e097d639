import type { TestPhase } from '../spec/contract/test-phase.ts';
import type { RunStreams } from '../stream/phase-streams.ts';
import type { StagesByPhase } from './absent-stages.ts';
import type { CriterionVerdict } from './criterion-verdict.ts';
import { parseCriterion } from './criterion.ts';
import { isJudgedOverAll, isOfPhase, measuresCriterion, whyUnmeasured } from './judge-phase.ts';
import { failUnmeasured } from './judge.ts';
import type { MeasuredPhase } from './measured-phase.ts';

/** Criteria of a run, and the phases in which they may be judged. */
export interface CriteriaOfRun {
  readonly criteria: Readonly<Record<string, number>>;
  readonly measured: readonly MeasuredPhase[];
  readonly streams: Pick<RunStreams, 'skipped'>;
  readonly phases: readonly TestPhase[];
  /** Names of the requested stages of each phase, sweeps by their own name; absent when unknown. */
  readonly stages?: StagesByPhase;
}

/** The criteria that judge a phase: its own, and those of the run that it measures and has no own threshold for. */
export function criteriaOf(
  { criteria, phases }: CriteriaOfRun,
  phase: MeasuredPhase,
): Record<string, number> {
  const own = ownCriteria(phases, phase);
  const shared = Object.entries(criteria).filter(
    ([key]) => !Object.hasOwn(own, key) && measuresCriterion(parseCriterion(key), phase),
  );
  return { ...own, ...Object.fromEntries(shared) };
}

function ownCriteria(
  phases: readonly TestPhase[],
  { streams }: MeasuredPhase,
): TestPhase['successCriteria'] {
  return phases.find(({ name }) => name === streams.name)?.successCriteria ?? {};
}

/** The criteria of a run that no phase measures, each failed once with the reasons of the phases. */
export function criteriaOfNoPhase({
  criteria,
  measured,
  phases,
  stages,
  streams,
}: CriteriaOfRun): CriterionVerdict[] {
  return Object.entries(criteria).flatMap(([key, threshold]) => {
    const criterion = parseCriterion(key);
    const isJudged = measured.some(
      (phase) =>
        measuresCriterion(criterion, phase) || Object.hasOwn(ownCriteria(phases, phase), key),
    );
    const isSkippedHere =
      isOfPhase(criterion) && streams.skipped.some((one) => one.isOfOtherWorker === true);
    if (isJudged || isSkippedHere) return [];
    if (measured.some((phase) => isJudgedOverAll(criterion, phase))) return [];
    // A phase without such a stage has no reason to give.
    const isAsked = ({ streams: { name } }: MeasuredPhase): boolean =>
      criterion.stage === undefined || (stages?.[name]?.includes(criterion.stage) ?? true);
    const reasons = measured
      .filter(isAsked)
      .map((phase) => `${phase.streams.name}: ${whyUnmeasured(criterion, phase)}`);
    const text = ['not measured in any phase', ...reasons].join('; ');
    return [{ ...failUnmeasured(criterion, threshold, ''), text }];
  });
}
