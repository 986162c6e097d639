import { nowNs } from '../../../stream/clock.ts';
import type { LoadEnding } from '../../../target/server/load/load-plan.ts';
import { LoadEnd } from '../../../target/server/load/pacing/load-end.ts';
import { requestsOfClosedLoop } from '../../../target/server/load/supply/load-requests.ts';
import { isLoadRunner } from '../../../target/load-runner.ts';
import type { Prompt } from '../../../workload/prompt.ts';
import { handOver, makeAhead, withLoadRunner } from './hand-over.ts';
import type { StageWork } from '../in-stage.ts';
import { askPrompt, PromptsAhead } from './prompts-ahead.ts';
import { sleepUntilNs } from './sleep.ts';
import { settleAll } from './settle-all.ts';
import { WHOLE } from '../../../workload/slice/slice.ts';

/** Closed loop: a fixed number of requests in flight; each starts when another ends. */
export interface ClosedLoop {
  readonly concurrency: number;
  /** Infinite where a time ends the loop. */
  readonly prompts: Iterable<Prompt>;
  readonly end: LoadEnding;
  /** Total number of requests, where it is known. */
  readonly count?: number;
}

/** Keeps a number of requests in flight until the load ends; resolves when the last has ended. */
export async function runClosedLoop(work: StageWork, loop: ClosedLoop): Promise<void> {
  const { phase, model, warmup, slice = WHOLE, isLengthDemanded, drawCut, drawModel } = work;
  const { concurrency, prompts, end, count } = loop;
  const { target } = phase;
  if (!isLoadRunner(target)) return await askInTurn(work, loop);
  const connections = { connections: concurrency, maxConcurrency: concurrency };
  await withLoadRunner(work, target, connections, async (load, tokens) => {
    const subject = {
      model,
      isGreedy: true,
      warmup,
      slice,
      isLengthDemanded,
      ...(drawCut === undefined ? {} : { drawCut }),
      ...(drawModel === undefined ? {} : { drawModel }),
    };
    const counted = tokens.counted(requestsOfClosedLoop(subject, prompts));
    const requests = await makeAhead(phase, load, counted, count);
    const startNs = await work.begin();
    const starting = startNs === undefined ? {} : { startNs };
    await handOver(work, load, { requests, end, tokens, ...starting });
  });
}

/** Waits until the load of all workers starts. */
export async function beginOnTime({
  begin,
  phase,
}: Pick<StageWork, 'begin' | 'phase'>): Promise<void> {
  const startNs = await begin();
  if (startNs !== undefined) await sleepUntilNs(startNs, phase.signal);
}

/** Sends request by request: each worker takes the next prompt of a shared source and makes another while it waits. */
async function askInTurn(
  work: StageWork,
  { concurrency, prompts, end: ending, count = 2 * concurrency }: ClosedLoop,
): Promise<void> {
  const { phase, warmup, watch, untilDecided, limits } = work;
  const ahead = new PromptsAhead(prompts);
  await ahead.fill(count, phase.signal);
  await beginOnTime(work);
  let started = 0;
  const over = new AbortController();
  const endWhenEnough = (): void => {
    if (over.signal.aborted || !end.isReached(false)) return;
    over.abort();
    watch.noteLoadEnded(nowNs());
  };
  const end = new LoadEnd(ending, endWhenEnough, limits.signal);
  const failure = new AbortController();
  const ask = async (): Promise<void> => {
    while (!over.signal.aborted && !failure.signal.aborted) {
      phase.signal.throwIfAborted();
      const prompt = ahead.take();
      if (prompt === undefined) return;
      const isWarmup = started < warmup;
      const isFirst = started === warmup;
      started += 1;
      if (!isWarmup) end.noteSent(nowNs());
      watch.noteSent(isWarmup);
      const asked = {};
      untilDecided?.noteSent(asked, nowNs(), isWarmup);
      const asking = askPrompt(work, prompt, { isWarmup }).catch((error: unknown) => {
        // The other workers stop after their current request.
        failure.abort();
        throw error;
      });
      ahead.refill();
      const generation = await asking;
      untilDecided?.noteOver(asked);
      if (isFirst && generation !== undefined) end.correctFirstSent(generation.sentNs);
      end.take({ isWarmup, isSuccessful: generation !== undefined, endNs: nowNs() });
      endWhenEnough();
    }
  };
  try {
    await settleAll(Array.from({ length: concurrency }, ask));
  } finally {
    end.stop();
  }
}
