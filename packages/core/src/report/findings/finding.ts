import { formatValue } from '../../metric/format/format-value.ts';
import type { MetricDefinition } from '../../metric/metric.ts';
import { stageStreams, type StageStreams } from '../../metric/measure/stage-streams.ts';
import type { PhaseStreams, RunStreams } from '../../stream/phase-streams.ts';
import { loadsOf } from '../../stream/stage/loads-of.ts';
import type { Evidence, Recommendation } from './recommendation.ts';
import type { PhaseResult, RunResults } from '../results/run-results.ts';
import type { StageResult } from '../results/stage-result.ts';

/** What a finding is looked for in: the results, and the streams where the results do not hold enough. */
export interface RunView {
  readonly results: RunResults;
  readonly streams: RunStreams;
}

/** What was found; the rest of a recommendation follows from the definition. */
export type Finding = Pick<
  Recommendation,
  'phase' | 'stage' | 'severity' | 'finding' | 'evidence' | 'advice'
>;

/** What was found in a phase, with its stage where it is about one. */
export type PhaseFinding = Omit<Finding, 'phase'>;

/** What was found in a stage. */
export type StageFinding = Omit<Finding, 'phase' | 'stage'>;

/** The definition of a finding: how to look for it in a run, and where the report shows it. */
export interface FindingDefinition extends Pick<Recommendation, 'section'> {
  /** Stable, words joined by dashes; unique. */
  readonly name: string;
  /** What it means and what its severity depends on, in sentences: the reference lists it. */
  readonly meaning: string;
  /** Returns what was found, nothing where all is within its bounds. Pure. */
  readonly look: (run: RunView) => Finding[];
}

/** A phase with its results and its streams. */
export interface PhaseView {
  readonly result: PhaseResult;
  readonly streams: PhaseStreams;
}

/** A stage with its results and its streams. */
export interface StageView {
  readonly result: StageResult;
  readonly streams: StageStreams;
  readonly phase: PhaseView;
}

type LookAtStage = (stage: StageView, run: RunView) => StageFinding[];

/** Looks in each phase that ran. */
export function inEachPhase(
  look: (phase: PhaseView, run: RunView) => PhaseFinding[],
): FindingDefinition['look'] {
  return (run) =>
    run.results.phases.flatMap((result) => {
      const streams = run.streams.phases.find((one) => one.name === result.name);
      if (streams === undefined) return [];
      return look({ result, streams }, run).map((finding) => ({ phase: result.name, ...finding }));
    });
}

/**
 * Looks in the stages that represent what users see: every one that is not a level of a sweep; of a phase that only sweeps,
 * its headline.
 */
export function inEachStage(look: LookAtStage): FindingDefinition['look'] {
  return inEachPhase((phase, run) => {
    const loads = loadsOf(phase.result.stages);
    const { headline, stages } = phase.result;
    const looked = loads.length > 0 ? loads : stages.filter(({ name }) => name === headline);
    return lookAt(looked, phase, run, look);
  });
}

/** Looks in each stage that is not a level of a sweep: a sweep seeks the level that breaks, so that is not a finding. */
export function inEachLoad(look: LookAtStage): FindingDefinition['look'] {
  return inEachPhase((phase, run) => lookAt(loadsOf(phase.result.stages), phase, run, look));
}

function lookAt(
  stages: readonly StageResult[],
  phase: PhaseView,
  run: RunView,
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

/** A figure with its unit, as evidence. */
export function figure(name: string, unit: MetricDefinition['unit'], value: number): Evidence {
  return { name, value: formatValue(unit, value) };
}
