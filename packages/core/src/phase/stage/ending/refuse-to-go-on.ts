import { adviseEnding, explainEnding } from '../../../stream/stage/describe-ending.ts';
import { STAGE_OUTAGE } from '../../../stream/stage/stage-ending.ts';
import { TargetError } from '../../../target/errors.ts';
import type { PhaseContext } from '../../phase.ts';
import { FailsAlikeError } from '../../watch/first-failures.ts';
import type { StageTotals } from '../sync/stage-sync.ts';

/**
 * Ends the phase after a stage that ended itself, if the server was unreachable for too long, or if errors ended the stage
 * and no request of the phase has succeeded. Otherwise the next stage runs.
 * @throws {TargetError} after an outage
 * @throws {FailsAlikeError} when nothing has succeeded
 */
export function refuseToGoOn(
  { watch: requests }: Pick<PhaseContext, 'watch'>,
  stage: string,
  { endedBy }: Pick<StageTotals, 'endedBy'>,
): void {
  if (endedBy?.kind === 'errors' && !requests.hasSucceeded) {
    throw new FailsAlikeError(endedBy.requests, endedBy);
  }
  if (endedBy?.kind !== 'outage') return;
  throw new TargetError(explainEnding(stage, endedBy), {
    code: STAGE_OUTAGE,
    help: adviseEnding(endedBy),
  });
}
