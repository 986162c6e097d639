import { nowNs } from '../../stream/clock.ts';
import { plainPrompt } from '../../target/codec/openai.ts';
import { requestsOfClosedLoop } from '../../target/http/load-requests.ts';
import { isLoadHost } from '../../target/load-host.ts';
import type { Prompt } from '../../workload/prompt.ts';
import type { PromptSupply } from '../../workload/prompt-supply.ts';
import type { PhaseContext } from '../phase.ts';
import { handOver, withHostLoad, type LoadCounts } from './hand-over.ts';
import { issueRequest } from './issue-request.ts';

/** A closed loop: so many requests under way at once, each follows the end of another. */
export interface ClosedLoopOptions {
  /** Names its window and the purpose of its requests; a warm-up has no window. */
  readonly stage: 'closed-loop' | 'sweep' | 'warm-up';
  readonly durationMs: number;
  readonly minRequests: number;
  readonly concurrency: number;
  readonly prompts: PromptSupply;
}

/** Prompts that are made up front for a loop of which nobody knows how many it will take. */
const MADE_UP_FRONT = 512;

/** Asks request by request: every worker takes the next prompt of one source, none draws its own. */
async function askInTurn(
  phase: PhaseContext,
  model: string,
  { stage, minRequests, concurrency }: ClosedLoopOptions,
  prompts: Iterable<Prompt>,
  untilNs: number,
): Promise<LoadCounts> {
  let started = 0;
  let completed = 0;
  const failure = new AbortController();
  const source = prompts[Symbol.iterator]();
  const work = async (): Promise<void> => {
    while (!failure.signal.aborted && (started < minRequests || nowNs() < untilNs)) {
      phase.signal.throwIfAborted();
      const { value: prompt, done } = source.next();
      if (done === true) return;
      started += 1;
      const generation = await issueRequest(phase, {
        purpose: stage,
        model,
        prompt: plainPrompt(prompt.messages),
        maxTokens: prompt.outputTokens,
      }).catch((error: unknown) => {
        // There is no point in going on: the other workers end with the request that they are at.
        failure.abort();
        throw error;
      });
      if (generation !== undefined) completed += 1;
    }
  };
  await settleAll(Array.from({ length: concurrency }, work));
  return { ended: started, completed };
}

/** Runs the loop inside its window and tells how fast it went. */
async function inWindow(
  phase: PhaseContext,
  { stage, durationMs, concurrency, prompts }: ClosedLoopOptions,
  loop: (untilNs: number) => Promise<LoadCounts>,
): Promise<number> {
  const beganNs = nowNs();
  const untilNs = beganNs + durationMs * 1e6;
  if (stage === 'warm-up') {
    await loop(untilNs);
    return Number.NaN;
  }
  const { ended, completed } = await phase.journal.window(stage, () => loop(untilNs));
  phase.journal.event({
    kind: 'schedule-made',
    window: stage,
    shape: 'closed',
    seed: phase.seed,
    requests: ended,
    ratePerSecond: Number.NaN,
    concurrency,
    prompts: prompts.origin,
  });
  return completed / ((nowNs() - beganNs) / 1e9);
}

/**
 * Keeps a number of requests under way for a length of time.
 * @returns requests completed per second; 0 when none was, `NaN` for a warm-up
 */
export async function runClosedLoop(
  phase: PhaseContext,
  model: string,
  options: ClosedLoopOptions,
): Promise<number> {
  const { stage, concurrency, minRequests } = options;
  const { target } = phase;
  const prompts = await options.prompts.endless(Math.max(minRequests, MADE_UP_FRONT));
  phase.journal.step(`${stage.replace('-', ' ')}, ${concurrency} at once`);
  if (!isLoadHost(target)) {
    return inWindow(phase, options, (untilNs) =>
      askInTurn(phase, model, options, prompts, untilNs),
    );
  }
  const made = {
    ...(stage === 'warm-up' ? {} : { window: stage }),
    expected: { concurrency },
    connections: { connections: concurrency, maxConnections: concurrency },
  };
  return withHostLoad(phase, target, made, (load) =>
    inWindow(phase, options, (untilNs) =>
      handOver(phase, load, {
        purpose: stage,
        requests: requestsOfClosedLoop({ model, isGreedy: true }, prompts),
        untilNs,
        minRequests,
      }),
    ),
  );
}

/** Waits for all, also when one fails, so that nothing goes on behind; then throws the first failure. */
export async function settleAll(work: readonly Promise<void>[]): Promise<void> {
  const outcomes = await Promise.allSettled(work);
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}
