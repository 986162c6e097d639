import type { StageLoad } from '../../../stream/stage/stage-load.ts';
import type { LoadEnding } from '../../../target/server/load/load-plan.ts';
import type { PromptSupply } from '../../../workload/supply/prompt-supply.ts';
import { narrowed, shifted, sliceOf, WHOLE, type Slice } from '../../../workload/slice/slice.ts';
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
  const { concurrency, end, warmup } = plan;
  const slice = narrowed(phase.slice, concurrency);
  const part = slice ?? WHOLE;
  const wanted = end.kind === 'count' ? end.requests : Infinity;
  const measured = Math.min(wanted, supply.most ?? Infinity);
  const { ending, loadEnds, ...until } = howItEnds(phase, plan, part);
  const ownConcurrency = sliceOf(concurrency, part);
  return {
    ...until,
    load: { kind: 'closed', concurrency, ...ending },
    origin: supply.origin,
    ...(supply.sharing === undefined ? {} : { sharing: supply.sharing }),
    ending: end.kind === 'count' ? 'last-request' : 'load',
    slice,
    expected: { concurrency: ownConcurrency },
    run: async (work) => {
      await runClosedLoop(work, {
        concurrency: ownConcurrency,
        prompts: prompts.of(supply, plan, part, measured),
        end: loadEnds,
        ...(end.kind === 'count' ? { count: sliceOf(warmup + measured, part) } : {}),
      });
      if (measured < wanted) noteExhausted(work, sliceOf(measured, shifted(part, warmup)));
    },
    conclude: ({ measured: sent }) =>
      supply.noteSent(phase.sync.isJoined || measured === Infinity ? sent : measured),
  };
}

/** The end of a closed loop, for its events and for its sender. */
function howItEnds(
  phase: PhaseContext,
  { name, end, warmup }: Extract<StagePlan, { kind: 'closed' }>,
  slice: Slice,
): Pick<ReadyStage, 'untilDecided'> & {
  readonly ending: Omit<Extract<StageLoad, { kind: 'closed' }>, 'kind' | 'concurrency'>;
  readonly loadEnds: LoadEnding;
} {
  if (end.kind !== 'decided') {
    return { ending: endingOf(end), loadEnds: loadEnding(end, shifted(slice, warmup)) };
  }
  const { maxDurationMs } = end;
  const untilDecided = new UntilDecided(phase, {
    name,
    kind: 'closed',
    maxDurationMs,
    slice: shifted(slice, warmup),
  });
  return { untilDecided, ending: untilDecided.ending, loadEnds: untilDecided.loadEnding };
}

/** When a stage that sends one request after another stops sending. @param slice of the measured requests */
export function loadEnding(end: FixedEnd, slice = WHOLE): LoadEnding {
  if (end.kind === 'count') return { kind: 'all' };
  const { durationMs, minRequests } = end;
  return { kind: 'time', durationNs: durationMs * 1e6, minRequests: sliceOf(minRequests, slice) };
}
