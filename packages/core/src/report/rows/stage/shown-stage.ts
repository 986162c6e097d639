import { isFailedEnding } from '../../../stream/stage/stage-ending.ts';
import { shownSuccess, type ShownStatus } from '../../../verdict/criterion-verdict.ts';
import type { StageResult } from '../../results/stage-result.ts';

/** The verdict on a stage as reports show it: a stage that failed or was cut off is never inconclusive. */
export function shownStage(
  stage: Pick<StageResult, 'success' | 'criteria' | 'windows' | 'endedBy' | 'requests'>,
): ShownStatus {
  const { success, windows, endedBy, requests } = stage;
  const hasRun =
    windows.every(({ isWhole }) => isWhole) && !isFailedEnding(endedBy) && requests.successful > 0;
  return success || hasRun ? shownSuccess(stage) : 'fail';
}
