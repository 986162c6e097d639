import { nowNs } from '../../stream/clock.ts';
import { poissonArrivals } from '../../workload/arrivals.ts';
import { userPrompt } from '../../workload/prompt.ts';
import type { HttpLoad } from '../../target/http/http-load.ts';
import { requestsOfSchedule } from '../../target/http/load-requests.ts';
import { isLoadHost } from '../../target/load-host.ts';
import type { PhaseContext } from '../phase.ts';
import { sleepUntilNs } from '../sleep.ts';
import { settleAll } from './closed-loop.ts';
import { handOver, withHostLoad } from './hand-over.ts';
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

/** A schedule as it was made: offsets from its beginning, and what is asked. */
interface OpenSchedule {
  readonly offsetsNs: Float64Array;
  readonly prompts: readonly string[];
  readonly durationNs: number;
}

function makeSchedule(phase: PhaseContext, options: OpenLoopOptions): OpenSchedule {
  const { ratePerSecond, durationMs, promptTokens } = options;
  const gapNs = 1e9 / ratePerSecond;
  const durationNs = durationMs * 1e6;
  const offsetsNs = poissonArrivals(phase.random, durationNs / gapNs).map((gaps) => gaps * gapNs);
  const prompts = Array.from(offsetsNs, () => phase.prompts.next(promptTokens));
  phase.journal.step(`open loop, Poisson at ${ratePerSecond.toFixed(1)} requests a second`);
  phase.journal.event({
    kind: 'schedule-made',
    window: 'open-loop',
    shape: 'poisson',
    seed: phase.seed,
    requests: offsetsNs.length,
    ratePerSecond,
    concurrency: Number.NaN,
  });
  return { offsetsNs, prompts, durationNs };
}

/** Asks request by request, each at its time. */
async function askOnTime(
  phase: PhaseContext,
  model: string,
  maxTokens: number,
  { offsetsNs, prompts, durationNs }: OpenSchedule,
): Promise<void> {
  const sent: Promise<void>[] = [];
  const failure = new AbortController();
  const signal = AbortSignal.any([phase.signal, failure.signal]);
  const beginNs = nowNs() + LEAD_NS;
  const sendAll = async (): Promise<void> => {
    for (const [index, offsetNs] of offsetsNs.entries()) {
      const intendedNs = beginNs + offsetNs;
      await sleepUntilNs(intendedNs, signal);
      const prompt = prompts[index] ?? '';
      const request = issueRequest(phase, {
        purpose: 'open-loop',
        model,
        prompt,
        maxTokens,
        intendedNs,
      });
      const settled = request.then(() => {});
      // After a failure that is not the request's own nothing more is sent. It is thrown when all are waited for.
      settled.catch((error: unknown) => failure.abort(error));
      sent.push(settled);
    }
    await sleepUntilNs(beginNs + durationNs, signal);
  };
  try {
    await phase.journal.window('open-loop', sendAll);
  } finally {
    await settleAll(sent);
  }
}

/** Hands the schedule over to a target that keeps it by itself. */
async function handOverOnTime(
  phase: PhaseContext,
  load: HttpLoad,
  model: string,
  maxTokens: number,
  { offsetsNs, prompts, durationNs }: OpenSchedule,
): Promise<void> {
  const beginNs = nowNs() + LEAD_NS;
  const asked = prompts.map((text) => userPrompt(text, Number.NaN, maxTokens));
  const over = handOver(phase, load, {
    purpose: 'open-loop',
    requests: requestsOfSchedule({ model, isGreedy: true }, asked, offsetsNs, beginNs),
    untilNs: Number.NaN,
    minRequests: 0,
  });
  // It is thrown below, when the window has been closed.
  over.catch(() => {});
  try {
    await phase.journal.window('open-loop', () => sleepUntilNs(beginNs + durationNs, phase.signal));
  } finally {
    await over;
  }
}

/** Connections that are opened beforehand at the most; more are opened when they are needed, and counted. */
const MAX_WARM_CONNECTIONS = 256;

/**
 * Sends requests by a Poisson schedule that is made up front, prompts included. A late send goes out at once and keeps
 * its intended time; nothing is skipped. The window ends with the schedule, the wait for the last answers is outside.
 */
export async function runOpenLoop(
  phase: PhaseContext,
  model: string,
  options: OpenLoopOptions,
): Promise<void> {
  const { target } = phase;
  const maxTokens = options.outputTokens;
  const schedule = makeSchedule(phase, options);
  if (!isLoadHost(target)) return askOnTime(phase, model, maxTokens, schedule);
  const connections = Math.min(MAX_WARM_CONNECTIONS, Math.max(1, Math.ceil(options.ratePerSecond)));
  const { ratePerSecond } = options;
  const made = {
    window: 'open-loop',
    expected: { ratePerSecond },
    connections: { connections, maxConnections: Infinity },
  } as const;
  return withHostLoad(phase, target, made, (load) =>
    handOverOnTime(phase, load, model, maxTokens, schedule),
  );
}
