import { formatValue } from '../../metric/format/format-value.ts';
import type { MetricDefinition } from '../../metric/metric.ts';
import { stageStreams, type StageStreams } from '../../metric/measure/stage-streams.ts';
import type { PhaseStreams, RunStreams } from '../../stream/phase-streams.ts';
import type { Evidence, Recommendation } from './recommendation.ts';
import type { PhaseResult, RunResults } from '../results/run-results.ts';
import type { StageResult } from '../results/stage-result.ts';

/** What rules read: the results, and the streams where the results do not hold enough. */
export interface RuleInput {
  readonly results: RunResults;
  readonly streams: RunStreams;
}

/** What a rule found; the rest of a recommendation follows from the rule. */
export type Finding = Pick<
  Recommendation,
  'phase' | 'stage' | 'severity' | 'finding' | 'evidence' | 'advice'
>;

/** What a rule found in the phase that it looks at; its stage where it is about one. */
export type PhaseFinding = Omit<Finding, 'phase'>;

/** What a rule found in the stage that it looks at. */
export type StageFinding = Omit<Finding, 'phase' | 'stage'>;

/** A rule that reads findings out of a run. */
export interface Rule extends Pick<Recommendation, 'section'> {
  /** Stable, in words with dashes. */
  readonly name: string;
  /** What it found; nothing where its bounds are kept. */
  readonly look: (run: RuleInput) => Finding[];
}

/** A phase as rules look at it. */
export interface RulePhase {
  readonly result: PhaseResult;
  readonly streams: PhaseStreams;
}

/** A stage as rules look at it. */
export interface RuleStage {
  readonly result: StageResult;
  readonly streams: StageStreams;
  readonly phase: RulePhase;
}

type LookAtStage = (stage: RuleStage, run: RuleInput) => StageFinding[];

/** Looks at each phase that ran. */
export function inEachPhase(
  look: (phase: RulePhase, run: RuleInput) => PhaseFinding[],
): Rule['look'] {
  return (run) =>
    run.results.phases.flatMap((result) => {
      const streams = run.streams.phases.find((one) => one.name === result.name);
      if (streams === undefined) return [];
      return look({ result, streams }, run).map((finding) => ({ phase: result.name, ...finding }));
    });
}

/**
 * Looks at the stages that stand for what users would see: every one that is no level of a sweep; of a phase that only
 * sweeps, its headline.
 */
export function inEachStage(look: LookAtStage): Rule['look'] {
  return inEachPhase((phase, run) => {
    const loads = loadsOf(phase);
    const { headline, stages } = phase.result;
    const looked = loads.length > 0 ? loads : stages.filter(({ name }) => name === headline);
    return lookAt(looked, phase, run, look);
  });
}

/** Looks at each stage that is no level of a sweep: a level is made to break, so that it broke is no finding. */
export function inEachLoad(look: LookAtStage): Rule['look'] {
  return inEachPhase((phase, run) => lookAt(loadsOf(phase), phase, run, look));
}

function loadsOf({ result }: RulePhase): StageResult[] {
  return result.stages.filter(({ level }) => level === undefined);
}

function lookAt(
  stages: readonly StageResult[],
  phase: RulePhase,
  run: RuleInput,
  look: LookAtStage,
): PhaseFinding[] {
  return stages.flatMap((result) => {
    const stage = phase.streams.stages.find(({ name }) => name === result.name);
    if (stage === undefined) return [];
    const streams = stageStreams(phase.streams, stage);
    return look({ result, streams, phase }, run).map((finding) => ({
      stage: result.name,
      ...finding,
    }));
  });
}

/** A figure with its unit. */
export function figure(name: string, unit: MetricDefinition['unit'], value: number): Evidence {
  return { name, value: formatValue(unit, value) };
}
