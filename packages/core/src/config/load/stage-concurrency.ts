import type { StagePlan } from '../../phase/stage/options/resolve-stages.ts';

/** Maximum number of requests in flight that a stage sets; 0 where its rate determines it. */
export function stageConcurrency(stage: StagePlan): number {
  if (stage.kind === 'closed') return stage.concurrency;
  if (stage.kind !== 'sweep') return 0;
  return stage.parameter === 'concurrency' ? stage.to : stage.concurrency;
}
