import type { StageLoad } from '../../../stream/stage/stage-load.ts';
import type { LoadEnding } from '../../../target/server/load/load-plan.ts';
import type { PromptSupply } from '../../../workload/supply/prompt-supply.ts';
import type { PhaseContext } from '../../phase.ts';
import { runClosedLoop } from '../loop/closed-loop.ts';
import type { FixedEnd, StagePlan } from '../options/resolve-stages.ts';
import { noteExhausted } from '../ending/note-exhausted.ts';
import { endingOf, type ReadyStage, type StageSetting } from '../stage-runner.ts';
import { UntilDecided } from '../until-decided/until-decided.ts';

/** Prepares a closed loop. */
export function closedStage(
  { phase, prompts }: StageSetting,
  plan: Extract<StagePlan, { kind: 'closed' }>,
  supply: PromptSupply,
): ReadyStage {
  const { concurrency, end } = plan;
  const wanted = end.kind === 'count' ? end.requests : Infinity;
  const measured = Math.min(wanted, supply.most ?? Infinity);
  const { ending, loadEnds, ...until } = howItEnds(phase, plan);
  return {
    ...until,
    load: { kind: 'closed', concurrency, ...ending },
    origin: supply.origin,
    ...(supply.sharing === undefined ? {} : { sharing: supply.sharing }),
    ending: end.kind === 'count' ? 'last-request' : 'load',
    expected: { concurrency },
    run: async (work) => {
      await runClosedLoop(work, {
        concurrency,
        prompts: prompts.of(supply, plan, measured),
        end: loadEnds,
        ...(end.kind === 'count' ? { count: plan.warmup + measured } : {}),
      });
      supply.noteSent(work.watch.measured);
      if (measured < wanted) noteExhausted(work, measured);
    },
  };
}

/** The end of a closed loop, for its events and for its sender. */
function howItEnds(
  phase: PhaseContext,
  { name, end }: Extract<StagePlan, { kind: 'closed' }>,
): Pick<ReadyStage, 'untilDecided'> & {
  readonly ending: Omit<Extract<StageLoad, { kind: 'closed' }>, 'kind' | 'concurrency'>;
  readonly loadEnds: LoadEnding;
} {
  if (end.kind !== 'decided') return { ending: endingOf(end), loadEnds: loadEnding(end) };
  const { maxDurationMs } = end;
  const untilDecided = new UntilDecided(phase, { name, kind: 'closed', maxDurationMs });
  return { untilDecided, ending: untilDecided.ending, loadEnds: untilDecided.loadEnding };
}

/** When a stage that sends one request after another stops sending. */
export function loadEnding(end: FixedEnd): LoadEnding {
  if (end.kind === 'count') return { kind: 'all' };
  const { durationMs, minRequests } = end;
  return { kind: 'time', durationNs: durationMs * 1e6, minRequests };
}
