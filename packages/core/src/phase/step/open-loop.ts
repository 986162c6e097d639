import { nowNs } from '../../stream/clock.ts';
import { poissonArrivals } from '../../workload/arrivals.ts';
import type { PhaseContext } from '../phase.ts';
import { sleepUntilNs } from '../sleep.ts';
import { settleAll } from './closed-loop.ts';
import { issueRequest } from './issue-request.ts';

/** An open loop: requests come when the schedule says, whatever became of those before. */
export interface OpenLoopOptions {
  readonly durationMs: number;
  readonly ratePerSecond: number;
  readonly promptTokens: number;
  readonly outputTokens: number;
}

/** The schedule begins this long after it was made, so that its first arrival is not late already. */
const LEAD_NS = 20e6;

/**
 * Sends requests by a Poisson schedule that is made up front, prompts included. A late send goes out at once and keeps
 * its intended time; nothing is skipped. The window ends with the schedule, the wait for the last answers is outside.
 */
export async function runOpenLoop(
  phase: PhaseContext,
  model: string,
  options: OpenLoopOptions,
): Promise<void> {
  const { ratePerSecond, durationMs } = options;
  const gapNs = 1e9 / ratePerSecond;
  const arrivals = poissonArrivals(phase.random, (durationMs * 1e6) / gapNs);
  const prompts = Array.from(arrivals, () => phase.prompts.next(options.promptTokens));
  phase.journal.step(`open loop, Poisson at ${ratePerSecond.toFixed(1)} requests a second`);
  phase.journal.event({
    kind: 'schedule-made',
    window: 'open-loop',
    shape: 'poisson',
    seed: phase.seed,
    requests: arrivals.length,
    ratePerSecond,
    concurrency: Number.NaN,
  });
  const sent: Promise<void>[] = [];
  const failure = new AbortController();
  const signal = AbortSignal.any([phase.signal, failure.signal]);
  const beginNs = nowNs() + LEAD_NS;
  const sendAll = async (): Promise<void> => {
    for (const [index, arrival] of arrivals.entries()) {
      const intendedNs = beginNs + arrival * gapNs;
      await sleepUntilNs(intendedNs, signal);
      const request = issueRequest(phase, {
        purpose: 'open-loop',
        model,
        prompt: prompts[index] ?? '',
        maxTokens: options.outputTokens,
        intendedNs,
      });
      const settled = request.then(() => {});
      // After a failure that is not the request's own nothing more is sent. It is thrown when all are waited for.
      settled.catch((error: unknown) => failure.abort(error));
      sent.push(settled);
    }
    await sleepUntilNs(beginNs + durationMs * 1e6, signal);
  };
  try {
    await phase.journal.window('open-loop', sendAll);
  } finally {
    await settleAll(sent);
  }
}
