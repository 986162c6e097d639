import type { StageCancel } from '../../../stream/stage/stage-cancel.ts';
import type { StageOptions } from '../options/stage-options.ts';

/** The requests that the client cancels on purpose in a stage; none when absent. */
export interface CancelPlan {
  readonly cancel?: StageCancel;
}

/** Resolves the setting `cancel` of a stage. */
export function resolveCancel(stage: StageOptions): CancelPlan {
  if (!('cancel' in stage) || stage.cancel === undefined) return {};
  const { share, after: afterMs } = stage.cancel;
  return { cancel: { share, afterMs } };
}
