import type { StageKey, StageStop } from '../../../phase/stage/sync/stage-sync.ts';

/** Judges stages in progress by the reports of all load agents. */
export interface StageJudge {
  /**
   * Takes the summary of an agent.
   * @param summary unchecked
   * @returns why the stage ends for all; undefined while it goes on
   */
  take(key: StageKey, agent: string, summary: unknown): StageStop | undefined;
}
