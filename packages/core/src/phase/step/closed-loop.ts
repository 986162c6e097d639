import { nowNs } from '../../stream/clock.ts';
import { plainPrompt } from '../../target/codec/openai.ts';
import type { HttpLoad } from '../../target/http/http-load.ts';
import { requestsOfClosedLoop } from '../../target/http/supply/load-requests.ts';
import { isLoadHost } from '../../target/load-host.ts';
import type { Prompt } from '../../workload/prompt.ts';
import type { PromptSupply } from '../../workload/supply/prompt-supply.ts';
import type { PhaseContext } from '../phase.ts';
import type { OpenWindow } from '../window.ts';
import { handOver, makeAhead, withHostLoad, type LoadCounts } from './hand-over.ts';
import { issueRequest } from './issue-request.ts';

/** Closed loop: a fixed number of requests in flight; each starts when another ends. */
export interface ClosedLoopOptions {
  /** Names its window and the purpose of its requests; a warm-up has no window. */
  readonly stage: 'closed-loop' | 'sweep' | 'warm-up';
  readonly durationMs: number;
  readonly minRequests: number;
  readonly concurrency: number;
  readonly prompts: PromptSupply;
  /** Tells its prompts from those of other loops of the stage, such as the levels of a sweep. */
  readonly level?: number;
}

/** A loop that is ready to begin: nothing but its first request is left to be done. */
type ReadyLoop = (open: OpenWindow) => Promise<LoadCounts>;

/** Asks request by request: every worker takes the next prompt of one source, and makes the one after it while it waits. */
async function askInTurn(
  phase: PhaseContext,
  model: string,
  { stage, minRequests, concurrency, durationMs }: ClosedLoopOptions,
  prompts: PromptsAhead,
  open: OpenWindow,
): Promise<LoadCounts> {
  let started = 0;
  let completed = 0;
  const beganNs = nowNs();
  const untilNs = beganNs + durationMs * 1e6;
  open(beganNs);
  const failure = new AbortController();
  const work = async (): Promise<void> => {
    while (!failure.signal.aborted && (started < minRequests || nowNs() < untilNs)) {
      phase.signal.throwIfAborted();
      const prompt = prompts.take();
      if (prompt === undefined) return;
      started += 1;
      const asking = issueRequest(phase, {
        purpose: stage,
        model,
        prompt: plainPrompt(prompt.messages),
        maxTokens: prompt.outputTokens,
      }).catch((error: unknown) => {
        // There is no point in going on: the other workers end with the request that they are at.
        failure.abort();
        throw error;
      });
      prompts.refill();
      if ((await asking) !== undefined) completed += 1;
    }
  };
  await settleAll(Array.from({ length: concurrency }, work));
  return { ended: started, completed };
}

/** Prompts for each worker, made while requests are in flight. */
class PromptsAhead {
  readonly #source: Iterator<Prompt>;
  readonly #made: Prompt[] = [];
  readonly #count: number;

  constructor(prompts: Iterable<Prompt>, count: number) {
    this.#source = prompts[Symbol.iterator]();
    this.#count = count;
    while (this.#makeOne());
  }

  take(): Prompt | undefined {
    this.#makeOne();
    return this.#made.shift();
  }

  refill(): void {
    this.#makeOne();
  }

  /** @returns whether there is room for more, and more to make */
  #makeOne(): boolean {
    if (this.#made.length >= this.#count) return false;
    const { value, done } = this.#source.next();
    if (done === true) return false;
    this.#made.push(value);
    return true;
  }
}

/** Makes the first requests of a loop, and what hands it over. */
async function makeReady(
  phase: PhaseContext,
  model: string,
  { stage, minRequests, durationMs }: ClosedLoopOptions,
  prompts: Iterable<Prompt>,
  load: HttpLoad,
): Promise<ReadyLoop> {
  const endless = requestsOfClosedLoop({ model, isGreedy: true }, prompts);
  const requests = await makeAhead(phase, load, endless);
  return (open) =>
    handOver(phase, load, {
      purpose: stage,
      requests,
      untilNs: nowNs() + durationMs * 1e6,
      minRequests,
      onFirstSent: open,
    });
}

/**
 * Runs the loop inside its window, which begins with the first request that is sent.
 * @returns requests completed per second of it
 */
async function inWindow(
  phase: PhaseContext,
  { stage, concurrency, prompts }: ClosedLoopOptions,
  loop: ReadyLoop,
): Promise<number> {
  let beganNs = nowNs();
  const begin = (atNs: number): void => {
    beganNs = atNs;
  };
  if (stage === 'warm-up') {
    prompts.noteSent((await loop(begin)).ended);
    return Number.NaN;
  }
  const { ended, completed } = await phase.journal.windowFrom(stage, (open) =>
    loop((atNs) => {
      begin(atNs);
      open(atNs);
    }),
  );
  prompts.noteSent(ended);
  phase.journal.event({
    kind: 'schedule-made',
    window: stage,
    shape: 'closed',
    seed: phase.seed,
    requests: ended,
    ratePerSecond: Number.NaN,
    concurrency,
    prompts: prompts.origin,
    ...(prompts.sharing === undefined ? {} : { sharing: prompts.sharing }),
  });
  return completed / ((nowNs() - beganNs) / 1e9);
}

/**
 * Keeps a number of requests in flight for a length of time.
 * @returns requests completed per second; 0 when none was, `NaN` for a warm-up
 */
export async function runClosedLoop(
  phase: PhaseContext,
  model: string,
  options: ClosedLoopOptions,
): Promise<number> {
  const { stage, concurrency, level } = options;
  const { target } = phase;
  const prompts = options.prompts.of(level === undefined ? stage : `${stage} ${level}`);
  phase.journal.step(`${stage.replace('-', ' ')}, concurrency ${concurrency}`);
  if (!isLoadHost(target)) {
    const ahead = new PromptsAhead(prompts, concurrency);
    return inWindow(phase, options, (open) => askInTurn(phase, model, options, ahead, open));
  }
  const made = {
    ...(stage === 'warm-up' ? {} : { window: stage }),
    expected: { concurrency },
    connections: { connections: concurrency, maxConnections: concurrency },
  };
  return withHostLoad(phase, target, made, async (load) =>
    inWindow(phase, options, await makeReady(phase, model, options, prompts, load)),
  );
}

/** Waits for all, also when one fails, so that nothing goes on behind; then throws the first failure. */
export async function settleAll(work: readonly Promise<void>[]): Promise<void> {
  const outcomes = await Promise.allSettled(work);
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}
