import type { RunConfig } from '../../../config/parse-config.ts';
import { StageSummarySchema, type StageSummary } from '../../../phase/stage/sync/stage-summary.ts';
import { createStageDecision } from '../../../runner/stage-decision.ts';
import { keys } from '../../protocol/names.ts';
import { fromPayload } from '../../protocol/payload.ts';
import type { StageJudge } from './stage-judge.ts';

/** Judges stages until decided, with the same tests that judge the run. */
export function createStageJudge(
  config: Pick<RunConfig, 'criteria' | 'phases' | 'slos' | 'phaseOptions'>,
): StageJudge {
  const decision = createStageDecision(config);
  const summaries = new Map<string, Map<string, StageSummary>>();
  return {
    take: (key, agent, summary) => {
      const own = fromPayload(StageSummarySchema, summary);
      if (own === undefined) return undefined;
      const ofStage = summaries.get(keys.stop(key)) ?? new Map<string, StageSummary>();
      summaries.set(keys.stop(key), ofStage.set(agent, own));
      const decided = decision.decideTogether(key.stage, [...ofStage.values()]);
      return decided === undefined ? undefined : { kind: 'decided', ...decided };
    },
  };
}
