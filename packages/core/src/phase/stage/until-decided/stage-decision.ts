import type { RequestRow } from '../../../stream/rows/request-row.ts';
import type { CriterionCounts } from '../../../stream/stage/criterion-counts.ts';

/** Decides whether all criteria of a stage are decided. */
export interface StageDecision {
  /** Requests of the first look, at least 1; each later look has twice as many. */
  readonly firstLook: number;
  /**
   * Whether every criterion of the stage is decided. Pure: the same rows give the same result after the run.
   * @param stage its name
   * @param rows measured requests in order of arrival, exactly as many as the look has; numbered from 1 in the order in
   * which they ended
   * @param look 1 for the first
   */
  readonly isDecided: (stage: string, rows: readonly RequestRow[], look: number) => boolean;
  /**
   * What the rows of one worker show about each criterion of the stage, for a decision of all workers.
   * @param rows its measured requests in order of arrival, as many as its share of a look has
   */
  readonly summarize: (stage: string, rows: readonly RequestRow[]) => CriterionCounts[];
}
