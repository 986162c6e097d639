import type { StageCancel } from '../../../stream/stage/stage-cancel.ts';
import type { StageOptions } from '../options/stage-options.ts';

/** What a stage abandons on purpose; nothing when absent. */
export interface CancelPlan {
  readonly cancel?: StageCancel;
}

/** The requests that a stage abandons, as the program runs it. */
export function resolveCancel(stage: StageOptions): CancelPlan {
  if (!('cancel' in stage) || stage.cancel === undefined) return {};
  const { share, after: afterMs } = stage.cancel;
  return { cancel: { share, afterMs } };
}
