import { nowNs } from '../../stream/clock.ts';
import { requestsOfClosedLoop } from '../../target/http/load-requests.ts';
import { isLoadHost } from '../../target/load-host.ts';
import { userPrompt, type Prompt } from '../../workload/prompt.ts';
import type { PhaseContext } from '../phase.ts';
import { handOver, withHostLoad, type LoadCounts } from './hand-over.ts';
import { issueRequest } from './issue-request.ts';

/** A closed loop: so many requests under way at once, each follows the end of another. */
export interface ClosedLoopOptions {
  readonly durationMs: number;
  readonly minRequests: number;
  readonly concurrency: number;
  readonly promptTokens: number;
  readonly outputTokens: number;
}

/** Asks request by request: every worker takes the next prompt of one source, none draws its own. */
async function askInTurn(
  phase: PhaseContext,
  model: string,
  options: ClosedLoopOptions,
  untilNs: number,
): Promise<LoadCounts> {
  let started = 0;
  let completed = 0;
  const failure = new AbortController();
  const work = async (): Promise<void> => {
    while (!failure.signal.aborted && (started < options.minRequests || nowNs() < untilNs)) {
      phase.signal.throwIfAborted();
      started += 1;
      const generation = await issueRequest(phase, {
        purpose: 'closed-loop',
        model,
        prompt: phase.prompts.next(options.promptTokens),
        maxTokens: options.outputTokens,
      }).catch((error: unknown) => {
        // There is no point in going on: the other workers end with the request that they are at.
        failure.abort();
        throw error;
      });
      if (generation !== undefined) completed += 1;
    }
  };
  await settleAll(Array.from({ length: options.concurrency }, work));
  return { ended: started, completed };
}

/** Prompts without end, for as long as somebody takes them. */
function* endlessPrompts(
  { prompts }: PhaseContext,
  { promptTokens, outputTokens }: ClosedLoopOptions,
): Generator<Prompt> {
  for (;;) yield userPrompt(prompts.next(promptTokens), Number.NaN, outputTokens);
}

/** Runs the loop inside its window and tells how fast it went. */
async function inWindow(
  phase: PhaseContext,
  options: ClosedLoopOptions,
  loop: (untilNs: number) => Promise<LoadCounts>,
): Promise<number> {
  const beganNs = nowNs();
  const untilNs = beganNs + options.durationMs * 1e6;
  const { ended, completed } = await phase.journal.window('closed-loop', () => loop(untilNs));
  phase.journal.event({
    kind: 'schedule-made',
    window: 'closed-loop',
    shape: 'closed',
    seed: phase.seed,
    requests: ended,
    ratePerSecond: Number.NaN,
    concurrency: options.concurrency,
  });
  return completed / ((nowNs() - beganNs) / 1e9);
}

/**
 * Keeps a number of requests under way for a length of time.
 * @returns requests completed per second; 0 when none was
 */
export async function runClosedLoop(
  phase: PhaseContext,
  model: string,
  options: ClosedLoopOptions,
): Promise<number> {
  const { concurrency, minRequests } = options;
  const { target } = phase;
  phase.journal.step(`closed loop, ${concurrency} at once`);
  if (!isLoadHost(target)) {
    return inWindow(phase, options, (untilNs) => askInTurn(phase, model, options, untilNs));
  }
  const connections = { connections: concurrency, maxConnections: concurrency };
  const made = { window: 'closed-loop', expected: { concurrency }, connections } as const;
  return withHostLoad(phase, target, made, (load) =>
    inWindow(phase, options, (untilNs) =>
      handOver(phase, load, {
        purpose: 'closed-loop',
        requests: requestsOfClosedLoop({ model, isGreedy: true }, endlessPrompts(phase, options)),
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
