import type { RequestRow } from '../../../stream/rows/request-row.ts';

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
}
