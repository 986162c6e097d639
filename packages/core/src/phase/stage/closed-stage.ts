import type { LoadEnding } from '../../target/http/load-plan.ts';
import type { PromptSupply } from '../../workload/supply/prompt-supply.ts';
import { runClosedLoop } from './closed-loop.ts';
import type { StageEnd, StagePlan } from './resolve-stages.ts';
import { endingOf, type ReadyStage, type StageSetting } from './stage-runner.ts';

/** Prepares a closed loop. */
export function closedStage(
  { prompts }: StageSetting,
  plan: Extract<StagePlan, { kind: 'closed' }>,
  supply: PromptSupply,
): ReadyStage {
  const { concurrency, end } = plan;
  const measured = end.kind === 'count' ? end.requests : Infinity;
  return {
    load: { kind: 'closed', concurrency, ...endingOf(end) },
    origin: supply.origin,
    ...(supply.sharing === undefined ? {} : { sharing: supply.sharing }),
    ending: end.kind === 'count' ? 'last-request' : 'load',
    expected: { concurrency },
    run: async (work) => {
      await runClosedLoop(work, {
        concurrency,
        prompts: prompts.of(supply, plan, measured),
        end: loadEnding(end),
      });
      supply.noteSent(work.watch.measured);
    },
  };
}

/** When a stage that sends one request after another stops sending. */
export function loadEnding(end: StageEnd): LoadEnding {
  if (end.kind === 'count') return { kind: 'all' };
  const { durationMs, minRequests } = end;
  return { kind: 'time', durationNs: durationMs * 1e6, minRequests };
}
