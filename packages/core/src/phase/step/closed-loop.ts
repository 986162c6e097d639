import { nowNs } from '../../stream/clock.ts';
import type { PhaseContext } from '../phase.ts';
import { issueRequest } from './issue-request.ts';

/** A closed loop: so many requests under way at once, each follows the end of another. */
export interface ClosedLoopOptions {
  readonly durationMs: number;
  readonly minRequests: number;
  readonly concurrency: number;
  readonly promptTokens: number;
  readonly outputTokens: number;
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
  const { concurrency } = options;
  phase.journal.step(`closed loop, ${concurrency} at once`);
  let started = 0;
  let completed = 0;
  const failure = new AbortController();
  const beganNs = nowNs();
  const untilNs = beganNs + options.durationMs * 1e6;
  // Every worker takes the next prompt of one source: none draws its own.
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
  await phase.journal.window('closed-loop', () =>
    settleAll(Array.from({ length: concurrency }, work)),
  );
  phase.journal.event({
    kind: 'schedule-made',
    window: 'closed-loop',
    shape: 'closed',
    seed: phase.seed,
    requests: started,
    ratePerSecond: Number.NaN,
    concurrency,
  });
  return completed / ((nowNs() - beganNs) / 1e9);
}

/** Waits for all, also when one fails, so that nothing goes on behind; then throws the first failure. */
export async function settleAll(work: readonly Promise<void>[]): Promise<void> {
  const outcomes = await Promise.allSettled(work);
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}
