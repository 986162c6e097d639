import {
  datasetDialogues,
  madeDialogues,
  type DialogueSource,
} from '../../../workload/dialogue/dialogue-source.ts';
import { DialogueMaker } from '../../../workload/dialogue/dialogue-maker.ts';
import type { DatasetPosition } from '../../../workload/load-dataset/dataset-position.ts';
import type { DatasetSurvey } from '../../../workload/load-dataset/dataset-survey.ts';
import { meanLength } from '../../../workload/length-spec.ts';
import { originOf } from '../../../workload/supply/origin-of.ts';
import type { StagePlan } from '../options/resolve-stages.ts';
import { originOfTurns } from '../stage-prompts.ts';
import type { ReadyStage, StageSetting } from '../stage-runner.ts';

type SessionPlan = Extract<StagePlan, { kind: 'sessions' }>;

/** The conversations of a stage, and what is known of them before they are made. */
export interface Sessions extends Pick<ReadyStage, 'origin'> {
  readonly source: DialogueSource;
  /** Mean number of turns. */
  readonly meanTurns: number;
  /** Conversations at most; infinite when absent. */
  readonly most?: number;
  /** The stage began a number of conversations: a dataset continues after them. */
  readonly noteBegun: (conversations: number) => void;
}

/**
 * The conversations of the dataset if there is one, else made ones.
 * @throws {ConfigError} when the target counts no tokens
 */
export async function sessionsOf(setting: StageSetting, plan: SessionPlan): Promise<Sessions> {
  const { phase, prompts } = setting;
  const { name, turns, thinkTimeMs: thinkMeanMs } = plan;
  const { position } = prompts;
  const { dataset } = phase.files;
  if (position !== undefined && dataset !== undefined) {
    return await datasetSessions(setting, plan, position, dataset.survey);
  }
  const texts = await prompts.plainTexts();
  const spec = { turns, ...prompts.lengths, thinkMeanMs };
  return {
    source: madeDialogues(spec, { seed: phase.seed, stage: name }, texts, await prompts.texts()),
    meanTurns: meanLength(turns),
    origin: originOf(texts),
    noteBegun: () => {},
  };
}

async function datasetSessions(
  { phase, prompts }: StageSetting,
  { name, thinkTimeMs: thinkMeanMs, toolTimeMs: toolMs, history }: SessionPlan,
  position: DatasetPosition,
  survey: DatasetSurvey,
): Promise<Sessions> {
  const turns = await prompts.turnOptions(survey);
  const maker = new DialogueMaker({
    ...turns,
    seed: phase.seed,
    stage: name,
    thinkMeanMs,
    toolMs,
    ...(history === undefined ? {} : { history }),
  });
  return {
    source: datasetDialogues(() => position.fromConversation(), maker),
    meanTurns: survey.requests / survey.conversations,
    most: position.mostConversations,
    origin: originOfTurns(survey, turns),
    noteBegun: (conversations) => position.noteBegun(conversations),
  };
}
