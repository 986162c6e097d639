import type { PhaseStreams } from '../../stream/phase-streams.ts';
import { samplesBetween } from '../../stream/columns/sample-columns.ts';
import type { Stage } from '../../stream/stage/stages.ts';
import { surveyBetween } from '../../stream/rows/survey-stream.ts';

/** Streams of one stage, in the form of those of a phase, so that every metric reads both alike. */
export interface StageStreams extends PhaseStreams {
  readonly stage: Stage;
  readonly whole: PhaseStreams;
}

/**
 * Cuts the streams of a phase to one of its stages: its requests, and the samples and survey from its beginning to the end
 * of its last request. Events stay those of the phase. Columns are views where they can be.
 */
export function stageStreams(phase: PhaseStreams, stage: Stage): StageStreams {
  const { beganNs, endedNs, requests } = stage;
  return {
    ...phase,
    beganNs,
    endedNs,
    ended: stage.isWhole,
    samples: samplesBetween(phase.samples, beganNs, endedNs),
    survey: surveyBetween(phase.survey, beganNs, endedNs),
    requests,
    stages: [stage],
    stage,
    whole: phase,
  };
}

/** The streams of each stage of a phase, in order. */
export function streamsOfStages(phase: PhaseStreams): StageStreams[] {
  return phase.stages.map((stage) => stageStreams(phase, stage));
}
